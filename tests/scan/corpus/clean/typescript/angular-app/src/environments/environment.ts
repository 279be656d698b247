export const environment = {
  production: false,
  apiUrl: '/api',
  auth: {
    issuer: 'https://login.fleet.example/realms/fleet',
    clientId: 'fleet-web',
    redirectUri: window.location.origin + '/callback',
    responseType: 'code',
    scope: 'openid profile email offline_access',
    tokenEndpoint: 'https://login.fleet.example/realms/fleet/protocol/openid-connect/token',
    storageKey: 'fleet.auth.token',
    jwtHeader: 'Authorization',
    requireHttps: 'remoteOnly',
  },
  version: '4.11.0+b79b8a5c2d328c5bc025a0500b99096539d44728',
};
