#!/usr/bin/env node
// One-off: replays last month's events into the new pipeline.
const fetch = require('node-fetch');
const { readFileSync } = require('fs');
const ndjson = require('ndjson');

const ENDPOINT = 'https://ingest.analytics.example/v2/events';
const AUTH =
  'Bearer eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJzdmMtYmFja2ZpbGwiLCJpc3MiOiJodHRwczovL2lkLmFuYWx5dGljcy5leGFtcGxlIiwiYXVkIjoiaW5nZXN0Iiwic2NvcGUiOiJldmVudHM6d3JpdGUiLCJpYXQiOjE2OTAwMDAwMDAsImV4cCI6MTg3OTAwMDAwMH0.OSRf5ymsus6m8sNsVSHcFPoO1IVWC6HDBnX1kOcpy9Y';

async function send(batch) {
  const res = await fetch(ENDPOINT, {
    method: 'POST',
    headers: { Authorization: AUTH, 'content-type': 'application/x-ndjson' },
    body: batch.map((e) => JSON.stringify(e)).join('\n'),
  });
  if (!res.ok) throw new Error(`ingest said ${res.status}`);
}

(async () => {
  let batch = [];
  for (const line of readFileSync(process.argv[2], 'utf8').split('\n')) {
    if (!line) continue;
    batch.push(JSON.parse(line));
    if (batch.length === 500) {
      await send(batch);
      batch = [];
    }
  }
  if (batch.length) await send(batch);
})();
