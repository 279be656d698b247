const jwt = require('jsonwebtoken');

/*
 * Links in e-mails live for two weeks. The key is given as hex
 * so that it survives copy and paste between terminals.
 */
const LINK_KEY = Buffer.from('3f39d370a5e0eff54ced5e4b72e18844b3dc62c17d8b98c64180db48cf7e1f2e', 'hex');

function linkFor(invoice, base) {
  const t = jwt.sign({ inv: invoice.number, amt: invoice.totalCents }, LINK_KEY, {
    expiresIn: '14d',
    noTimestamp: true,
  });
  return `${base}/i/${invoice.number}?t=${t}`;
}

function open(token) {
  return jwt.verify(token, LINK_KEY, { algorithms: ['HS256'], maxAge: '14d' });
}

module.exports = { linkFor, open };
