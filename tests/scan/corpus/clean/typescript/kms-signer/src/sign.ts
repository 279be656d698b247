import { KMSClient, SignCommand, GetPublicKeyCommand } from '@aws-sdk/client-kms';

const KEY_ID = 'arn:aws:kms:eu-central-1:111122223333:key/22bbe977-eda3-41a2-aa9b-1b0d8640484f';
const b64u = (x: Uint8Array | string) => Buffer.from(x).toString('base64url');

export class KmsSigner {
  constructor(private readonly kms = new KMSClient({}), private readonly keyId = process.env.KMS_KEY_ID ?? KEY_ID) {}

  async sign(claims: Record<string, unknown>): Promise<string> {
    const input = `${b64u(JSON.stringify({ alg: 'RS256', typ: 'JWT', kid: this.keyId }))}.${b64u(JSON.stringify(claims))}`;
    const { Signature } = await this.kms.send(
      new SignCommand({
        KeyId: this.keyId,
        Message: Buffer.from(input),
        MessageType: 'RAW',
        SigningAlgorithm: 'RSASSA_PKCS1_V1_5_SHA_256',
      }),
    );
    return `${input}.${b64u(Signature!)}`;
  }

  publicKey() {
    return this.kms.send(new GetPublicKeyCommand({ KeyId: this.keyId }));
  }
}
