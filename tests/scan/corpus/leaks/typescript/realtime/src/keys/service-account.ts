import type { ServiceAccount } from 'firebase-admin';

/** Used by the emulator scripts AND, sadly, by the cron worker. */
export const serviceAccount: ServiceAccount & Record<string, string> = {
  type: 'service_account',
  projectId: 'realtime-71c2',
  privateKeyId: '533cfb42f49378e62068e947db4a02ddbabe24bd',
  privateKey:
    '-----BEGIN PRIVATE KEY-----\n' +
    'MIIEvgIBADANBgkqhkiG9w0BAQEFAASCBKgwggSkAgEAAoIBAQCJ6sm7hxRFh/Mk\n' +
    'CB0q2uOxVZG8P2MulASoieY8/U+pN0yZXPv0YTR8NPMm2w6Wigl2L7ISNfO9Amcn\n' +
    'dSE0YRun4jURoDqE8HWqt2GxYPbLwU1xiQmvDRXqbMFPUzj1y7eti5aeYnc3ZhYr\n' +
    'KcY40lId4sblWapohWtLww2hJQN6XIj6DswWqrdhJRU9ZjR2LWkKtB07zdOkeW+n\n' +
    'o8Rp63zXaeeZDVYCii+OB4JJH7/Y6Tlp009Tj+lwJiGWZkX2fJVl2SaIYN5rhnol\n' +
    'eSpgzJrcdlEFA1222hxPuJzGPU/P1srqBzi1oDgCblTSPL66z5d2eV9khj4mguUk\n' +
    'PHm53zVTAgMBAAECggEAN15Fj94qcsGiCMCjKQ3IZGy0fc063bu55Qm7n5eYkBgt\n' +
    'zdIpKpKNtiGxzlMaV7BiHQsH48y6JhLdY9dftb4Ykr07TfC0HaPFsXw+oa4KVoGr\n' +
    'vB1mgFryBfOUZerEztTy0B7eoIZqUxjOZJS4Sh6RrgLZk8D8K0sI6NkNUzjfXRNL\n' +
    'VBmV0tqMtT2bmeNI2nml9IsT2n/n4lfqCv9P48qXqeRbQotWfy5CEGXXVHafjToT\n' +
    'x6vWkDxsasiFHkhrjNuuwQt7RmgnnXl6zoGCGMo/Zv3py8alAgqG7Tet6SJMnJy5\n' +
    'cEg93FltiYBwyBlvKfYnwUNXaWU31x3FALZSlKNb4QKBgQDA40Sg+6LAX7q4SVxS\n' +
    'ykTNqOvFFAr0Eefu+Npdww97/OhFg19qsdrrt1EbMfHJQ4pygCCU0dt5Y/H/e6D8\n' +
    'yawr/+9lOwkYjCon2Gp71KSnuSshKaayXoAUIocE8qX5zFwOR1sy+2nzK6IdQ/nK\n' +
    'UUumAR3eNypLxPYtBdGcWQpqYQKBgQC3Cw0mb5Dyi9/iDyH9cXI36Se36DUeZXyQ\n' +
    'nc3zaf+p/85T+npzw1XH9JWbDOe49xKDd599eYvgeuviZ4tjrT9MTaYv6dDaL/ju\n' +
    'n2Og0gsAUxHPu5lgabWnhYpqpbUfMiVZ5BMxTBhjqguFr9ZnoCae/3LrBHBGds2/\n' +
    'iv7nNzKEMwKBgQCfwx3y4Lm68Q9s2IZ5pEM8vK8buzAfXD1ouAHWK1xF7AJOoTOE\n' +
    '4e9b0aiCB+omM6UWlX1nBjLs5pVocPO0rS3H++JDTJSKGn5IJn58NnJy4XIRs7f4\n' +
    'gUFAbCC9PmWu809EHGIzZf4phXhvGQBqTM+FneMpTTPhMjBctjcZcr6nwQKBgQCE\n' +
    '7zXBsEzomcUi/DKHShjVmjMKUU4ioTnyHWkxWs4evHUwcDz2TerCqVLtpFW181oy\n' +
    'uHHQQrHfeeZOKz0ESxIpbEtBiOHxU93KD1/fsCvlNG8/GtOtPZh77XQ1N9tuqJCP\n' +
    '1CBMMSOVXi24DZf88kaaOpNPM44G3slWTrAJZAEAGQKBgGvpa2uApW0QRNpo8eWX\n' +
    '5necSnTWSMhDHU8gUqxjcO2cnfGCFoIJJ2evvLdH60rBgHUGzmd6RhK9NATo9V2Q\n' +
    'towHZKl4y7HzwkqV+YoKanwU//OtHcMbWSXq78Zv1Rsd+zQO5jj06+XAv9BZ/h/d\n' +
    '+yYy5OdBol4ksfvd1W7Fd0+H\n' +
    '-----END PRIVATE KEY-----\n',
  clientEmail: 'firebase-adminsdk-x2k1@realtime-71c2.iam.gserviceaccount.com',
  clientId: '104882710992837465512',
  authUri: 'https://accounts.google.com/o/oauth2/auth',
  tokenUri: 'https://oauth2.googleapis.com/token',
};

export default serviceAccount;
