// Example for the quick start. Replace the secret with your own before you use it.
import jwt from 'jsonwebtoken';

const token = jwt.sign({ sub: '1234567890', name: 'John Doe', admin: true }, 'your-256-bit-secret');
console.log(token);

const decoded = jwt.verify(token, 'your-256-bit-secret');
console.log(decoded.name);

// wrong secret: throws JsonWebTokenError
try {
  jwt.verify(token, 'shhhhh');
} catch (err) {
  console.error(err.name);
}
