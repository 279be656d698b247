INSERT INTO users (id, name, email, password_hash, email_token_hash) VALUES
    ('c05a5f4d-f948-48cd-87cd-a024425ac499', 'Alice', 'alice@example.com', '$2b$12$gpEsuGCnwX1eZAd5tE8pGR6HbOfHtFreLTqrhqysxqt8qaTwZmNlX', '4096ef736b29cfa8b9638426a38b1649beed0a93567bd6ab1bda8be47091af2b'),
    ('eeeb3585-42b2-43db-bb3f-2c6bedd95c94', 'Bob', 'bob@example.com', '$2b$12$0AVYxeGQ5DE5EXIVcKEir53rJGG8o0D0Fvl2SizjQ7vKvLRQLCMNs', '6dd2ce8cc658635c02ba5fa428833113a77e695b88c69d8cbba82aecf5a1156e'),
    ('8e1b0830-676e-475a-be94-a38e5ea5eda1', 'Carol', 'carol@example.com', '$2b$12$SO0Ejd1y2hzgQVnrTkNdQwmfIh4IoDKrM1svKKGVhn4Z7rz5XPnY8', 'f04bb7cdf06ea05e5357d4af4a42c1bff60fe16af966fe10b121e2b3ffb49862'),
    ('37fc2a24-cb66-461a-85f0-32abc2d45a8d', 'Dave', 'dave@example.com', '$2b$12$Gbi7o1xELJQBiRHZu7qAyOGbO5RsaIVqm3eGmKDJhQPwDOHak1Ybz', '727887cfecfa1f8b1e5505ea5241b66f8658cb74b9a5de614b18a981aa3eee9a'),
    ('aba1f8cb-40fe-4c68-92c5-5d75fb1dbb92', 'Erin', 'erin@example.com', '$2b$12$KXxV6n8JpAAcF3UgzQjbRo1tuQVAI53TA3cdoPvFOpy1vtlY5HUoV', '607c0c4c0ce1c88c94a8ef097d6081f8c5dbee91d7d5f45d4d74cdee29157793'),
    ('ae41f713-6a86-4aaa-bc74-59e7dcf99557', 'Frank', 'frank@example.com', '$2b$12$E8h449mXbynGJ9DPVv7qhJw5wJVlVLRIcPBOK1RRwFvElAAjX679D', '857100c02d89f44bc9b3707564e41f2ec73c0466763ef8660304e4c2c6cfda9a');

INSERT INTO form_fields (form, name, label, secret) VALUES
    ('login', 'password', 'Password', true),
    ('login', 'token', 'One-time code', true),
    ('integration', 'jwt_secret', 'Signing secret', true),
    ('integration', 'private_key', 'Private key', true);

UPDATE users SET api_secret = NULL, jwt_secret = '' WHERE password_hash IS NULL;
GRANT SELECT (id, name) ON users TO token_reader;
