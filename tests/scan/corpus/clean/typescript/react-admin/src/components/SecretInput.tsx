import { useState } from 'react';

interface Props {
  name?: string;
  secret: string;
  onChange(secret: string): void;
}

const MASK = 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx';

export function SecretInput({ name = 'jwtSecret', secret, onChange }: Props) {
  const [shown, setShown] = useState(false);
  const type = shown ? 'text' : 'password';
  return (
    <div className="secret-input" id="jwt-secret-field" data-secret="hidden">
      <label htmlFor={name}>JWT secret</label>
      <input id={name} name={name} type={type} value={secret || MASK} onChange={(e) => onChange(e.target.value)} />
      <button type="button" aria-label={shown ? 'Hide secret' : 'Show secret'} onClick={() => setShown(!shown)} />
    </div>
  );
}
