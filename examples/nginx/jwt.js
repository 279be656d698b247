// Asks jwtkeep serve about the request's token, for auth_request: 204 and who it is, or 401. Whatever else happens makes nginx
// answer 500: a server that cannot be reached logs nobody out, and lets nobody in.
import fs from 'fs';

async function check(r) {
  try {
    await answer(r, /^bearer +([\w.-]+)$/i.exec(r.headersIn['Authorization'] || ''));
  } catch (error) {
    r.error('no verdict of jwtkeep serve: ' + error.message);
    r.return(500);
  }
}

async function answer(r, found) {
  if (!found) {
    return refuse(r, 'Bearer');
  }
  const reply = await ngx.fetch(r.variables.jwtkeep_verify, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/jwt',
      Authorization: 'Bearer ' + fs.readFileSync(r.variables.jwtkeep_token_file, 'utf8').trim(),
    },
    body: found[1],
  });
  if (reply.status !== 200) {
    throw Error(reply.status + ' ' + (await reply.text()));
  }
  // A token that is refused is an answer, too: the status alone says nothing.
  const verdict = await reply.json();
  if (!verdict.valid || !verdict.claims.sub || !verdict.claims.exp) {
    r.warn('refused: ' + (verdict.reason || 'the token names nobody, or no end'));
    return refuse(r, 'Bearer error="invalid_token"');
  }
  r.headersOut['X-User'] = encodeURIComponent(verdict.claims.sub);
  r.return(204);
}

function refuse(r, why) {
  r.headersOut['WWW-Authenticate'] = why;
  r.return(401);
}

export default { check };
