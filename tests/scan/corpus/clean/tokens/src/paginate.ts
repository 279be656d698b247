// Cursors are base64url of JSON, and start with eyJ as tokens do.
export interface Cursor {
  id: string;
  at: number;
}

export function encode(cursor: Cursor): string {
  return Buffer.from(JSON.stringify(cursor)).toString('base64url');
}

export const first = encode({ id: '', at: 0 });

export const samples = {
  first: 'eyJpZCI6IiIsImF0IjowfQ',
  second: 'eyJpZCI6IjY1ZDBjM2YxYTRiMiIsImF0IjoxNzA4NTExMTExfQ',
  state: 'eyJmaWx0ZXJzIjp7InN0YXR1cyI6WyJvcGVuIiwicGFpZCJdLCJxIjoiYm9sdHMifSwic29ydCI6Ii1jcmVhdGVkIn0',
  sourceMap: 'data:application/json;base64,eyJ2ZXJzaW9uIjozLCJmaWxlIjoicGFnaW5hdGUuanMiLCJzb3VyY2VzIjpbIi4uL3NyYy9wYWdpbmF0ZS50cyJdLCJuYW1lcyI6W10sIm1hcHBpbmdzIjoiQUFBQTtBQUNBIn0=',
};
