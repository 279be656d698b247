'use strict';

const Hapi = require('@hapi/hapi');
const Jwt = require('@hapi/jwt');
const Patients = require('./patients');

const init = async () => {
  const server = Hapi.server({ port: 4000, host: '0.0.0.0' });
  await server.register(Jwt);

  server.auth.strategy('clinic_jwt', 'jwt', {
    keys: 'some_shared_secret',
    verify: { aud: 'urn:audience:clinic', iss: 'urn:issuer:clinic', sub: false, maxAgeSec: 14400 },
    validate: (artifacts, request, h) => ({
      isValid: true,
      credentials: { user: artifacts.decoded.payload.user },
    }),
  });
  server.auth.default('clinic_jwt');

  server.route({
    method: 'GET',
    path: '/patients/{id}',
    handler: (request) => Patients.get(request.params.id),
  });

  await server.start();
  console.log('Server running on %s', server.info.uri);
};

init();
