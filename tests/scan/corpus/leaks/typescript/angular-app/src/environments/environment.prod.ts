export const environment = {
  production: true,
  apiUrl: 'https://api.fleet.example/v3',
  sentryDsn: '',
  map: {
    tiles: 'https://tiles.fleet.example/{z}/{x}/{y}.png',
    attribution: '&copy; OpenStreetMap contributors',
  },
  // kiosk screens have no login: they use this account
  kioskToken:
    'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJraW9zayIsImlzcyI6ImZsZWV0LWlkIiwicm9sZSI6InZpZXdlciIsImlhdCI6MTY2MDAwMDAwMCwiZXhwIjoyMjkwMDAwMDAwfQ.TAd1PaydwdcgPlngnYauWoBcvyPBCOCSnYPNtgp13xM',
  features: {
    heatmap: true,
    exports: false,
  },
};
