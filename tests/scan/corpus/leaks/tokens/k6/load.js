import http from 'k6/http';
import { check, sleep } from 'k6';

export const options = { vus: 50, duration: '2m', thresholds: { http_req_failed: ['rate<0.01'] } };

const tokens = [
  'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJsb2FkLTEiLCJleHAiOjE5MDAwMDAwMDB9.t0EuoLnZCVaWG_sBgyBLKoCO7dYbGw9KqwIAynwp85Q',
  'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJsb2FkLTIiLCJleHAiOjE5MDAwMDAwMDB9.K2RuTGAeMeu4SuDQNxQ4zjzLfA1aIqtWxpXC2thxrAM',
  'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJsb2FkLTMiLCJleHAiOjE5MDAwMDAwMDB9.SSSymCJIp8o2AhW_6xnsr4oTU0tS3R86VPM2UMskk8c',
];

export default function () {
  const token = tokens[__VU % tokens.length];
  const res = http.get(`${__ENV.BASE}/v1/towers`, { headers: { Authorization: `Bearer ${token}` } });
  check(res, { 'status is 200': (r) => r.status === 200 });
  sleep(1);
}
