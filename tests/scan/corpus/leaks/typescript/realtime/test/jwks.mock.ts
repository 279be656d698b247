import nock from 'nock';
import { importJWK, KeyLike } from 'jose';

// private members stay: the tests sign with it
export const testKey = {
  "kty": "RSA",
  "kid": "8JnJ0lTwmzy6",
  "use": "sig",
  "alg": "RS256",
  "n": "rIAnGtF32fszRjwFTkqof4_-QdpghSNjJVQ5e_weGS6N1XKdzuGbolEv70QToVoZ6Ig4jEc2j7OWobyEVlR5pw9iXD69OMfN_WzMMvrwG1ea8yB0YztFKcbAnqjDjI8uIsLgw-4ziVJ_LEjDHsvFE96eyg2GKk5Oxqvdkv3982Cozl9ajjJKIFe8n5dNP62fZAYISKD7iJOlsVtSoRK2kb7lz4AqDps_bJQdTKy_tSC4myTfNv4in2JFiZqt21U5956k9F_74FY-Wp1g_KO5MyiFsI1q3GRnhIwHGS_uMO1OEjc0sinaGPegiY6t3B1RuGMJ2Khgje8RvDlOz0GjIQ",
  "e": "AQAB",
  "d": "A_NnceDMSuzK7tffEzz4gPtuSlnTDhmSYr98FY_frJn5W6MlZCCcrOoJHATGIlLq9v1vth7HbCEj2Q51RXjn1GCw0wYI1W0WFbDROHWw3B90iA79O2yXF-7aaIfa-rQozVkDRtmEyqdeDEiaV3E5UUwu_Ne0c_GZMkmraHtyvok1kjo60EGI3A7_oTaVgfSBTZCAfvSfOFPAE8NXAfl_NDFDEaNDVnhdJY8gNLgyeZN_KOC7DR4rMLm3z1b9YcD_8xW2eKQ9Fh4eBRRd8732_naDHW6Ssv1rRwvo_r-HLxGky4Yo1G-lSoe5Zy9zjpZtpuMJpdDVKXl-G9Yyj--PwQ",
  "p": "2uwQS44ad-IucrFESm1NFR8-YByiUtSqUXU9XImBqQPmYZQUYdKdVbwZnyPom_OjhQBFbQjcdD2Gb9axT1j2cK3KoYmuGWygS72IbHBgP_1Eb7GildRtPc1828aLCV74vma7_4pg1qgN1-vsiLeKWO92JdCti4jes8hPDSd5zwk",
  "q": "ybddCXW3GRd4TtdDXiVvKeT2YM19AkBzv8QlrN8HC494yrAFy7DfG6yuCjWo0WraXlmR20REFI_Ay8wEXTBE6a3Ubh9cJJDXLp1bY2OD_M3wGLvxdhuPFHyyuPCoUQT65RaYpydc7evhGMqDfU_lpi74DlpyDWugCy2uJ14UoVk",
  "dp": "peqFCw4exz73Xts0W4ftBJYSSvtIlqgwkN3e7HQWfYbEIq38qIrbzS9q565qS09iXZlwBIvTsJE0gyxeYzmURJ-iU70p4oDuF5kEfNLKT5TeOhyRkSZWyKElANe_ZhHBSWRJFQnGDMl-_GcEdDVON8r8avp1nKvVxMGKD_kcGyk",
  "dq": "UcCH62qS_49cig-CVSi0yfTqycbecEgw4TqczlhBobTPDs6SOsB_W9b7XlXrCpzUzcJdc9FSCkdMqwwPhLkoZNC3tL3u-T7ehxztSfWuK4pHUa7yKJz4uyPix0N55AQxryEeUziH2EFuJD8HVYVJHLYSgLa1XK0O2xjzaS8fC1k",
  "qi": "wkcavHZzwZKXruvRidT5ABmfDPGgl108mDUH0HlwDpN_LU0QMCBqqUNpl_eeDWxikO2xFTayw1c7VCFTPw4UkC_mHr5fAhbsxjBKszqz2Ku8hwjnmmWk75ZneAMGhcawvOe2QPIFU0AyBO4ksTn_IqsbMGZ6cyHtJ_JrhWqyfus"
};

export function mockJwks(origin: string): nock.Scope {
  const { kty, kid, use, alg, n, e } = testKey;
  return nock(origin)
    .persist()
    .get('/.well-known/jwks.json')
    .reply(200, { keys: [{ kty, kid, use, alg, n, e }] });
}

export const signer = (): Promise<KeyLike | Uint8Array> => importJWK(testKey, testKey.alg);
