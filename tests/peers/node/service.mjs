// A small service that verifies tokens with jose or jsonwebtoken: service.mjs LIBRARY ALG KEY_FILE prints its port, and
// ends with its input.
import { createPublicKey, createSecretKey, webcrypto } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

globalThis.crypto ??= webcrypto // Node 18, Debian 12's, has it behind a flag only

const [library, alg, file] = process.argv.slice(2)
const modules = process.env.JWTKEEP_NODE_MODULES
const text = readFileSync(file, 'utf8').trim()
const issuer = 'https://issuer.example'
const audience = 'orders'

async function verifier() {
  if (library === 'jose') {
    const { jwtVerify } = await import(pathToFileURL(join(modules, 'jose/dist/webapi/index.js')).href)
    const key = alg.startsWith('HS') ? createSecretKey(Buffer.from(text)) : createPublicKey(text)
    return (token) => jwtVerify(token, key, { algorithms: [alg], issuer, audience })
  }
  const { verify } = createRequire(import.meta.url)(join(modules, 'jsonwebtoken'))
  return async (token) => verify(token, text, { algorithms: [alg], issuer, audience })
}

const verify = await verifier()
const server = createServer(async (request, response) => {
  let status = 401
  try {
    await verify((request.headers.authorization ?? '').replace('Bearer ', ''))
    status = 200
  } catch {
    // Refused.
  }
  response.writeHead(status, { 'Content-Length': 0 })
  response.end()
})
server.listen(0, '127.0.0.1', () => console.log(server.address().port))
process.stdin.on('end', () => process.exit(0)).resume()
