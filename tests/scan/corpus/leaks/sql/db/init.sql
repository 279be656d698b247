CREATE EXTENSION IF NOT EXISTS pgcrypto;
CREATE EXTENSION IF NOT EXISTS pgjwt;

CREATE ROLE anon NOLOGIN;
CREATE ROLE web_user NOLOGIN;

ALTER DATABASE keel SET "app.jwt_secret" TO 'kNiU5kGsaHUyycOUAzacRcmvjybYCMBvpnwv7oxI';
ALTER DATABASE keel SET "app.jwt_exp" TO '3600';

CREATE FUNCTION login(email text, pass text) RETURNS text AS $$
DECLARE
  usr users;
BEGIN
  SELECT * INTO usr FROM users u WHERE u.email = login.email AND u.hash = crypt(login.pass, u.hash);
  IF usr.id IS NULL THEN
    RAISE invalid_password USING message = 'invalid user or password';
  END IF;
  RETURN sign(
    json_build_object('role', 'web_user', 'sub', usr.id, 'exp', extract(epoch FROM now())::int + 3600),
    'reallyreallyreallyreallyverysafe'
  );
END;
$$ LANGUAGE plpgsql SECURITY DEFINER;
