// Small images for the status page, inlined by tools/inline.mjs.
export const dot =
  'data:image/gif;base64,R0lGODlhAQABAIAAAP///wAAACH5BAEAAAAALAAAAAABAAEAAAICRAEAOw==';

export const logo =
  'data:image/png;base64,9w/0GEtVlxLBSulab9yDRjGgaF4rQntgJZlP07IV9gmmiTbdburfCLzpnr6UnE8dD0Z6rZqaN5uCoF7JoCN8WXOwdFqRPaNSXxVOgKZ0MXMbLl2UL6XE2U932TSqgTvBYhku5Y7AVSOGgIC/ZcbTEz3XGZ2ZFcHMkq6AbeClEgeFB24IAmukYdJaAUmvxH2vKnYIvZQ3/q0CO6ds1zNB6qp3WJRV+I0ZjZlrZQ9ELwoafFug';

export const font = {
  family: 'Relay',
  src: 'data:font/woff2;base64,5h6g0Flf8YS+PrysmFgw1eI09b1hLN9m+z/STnR2OgnjASK2nZpzgtiA8NzQetFgZOZz1jEHdEa+b3g+yGbv92mYs/6BwmqYhxR1DvXv10qKmMFFxftn9AQPQM7p5zEAHDwR5agdTIZ0MTvZon2OwCnUzb8FjfmbQ9Id0CHUTud0RUUHUVz1ufujhottOGvQRwH9aaiT6lmzBYYTnxoFlKryKU1YUs5wbWNV/P6hcr1E4QhrDBvgHKfRG2Lyha1xkap5w2XUzCZccVBAP/Hy30bPjX7UBZXKtM9eGszDjbLJxFZdSQnOxC+qJaN/B4Dw',
};

export const integrity = {
  'app.js': 'sha512-Iw0wt4wVeoFadMw4F4D5Bq+KjsybyPumivx1an4NZYIWNoC5MXgiNtrr2THv7Q8Cr4YRpIgzj5FTQSfd67z/7A==',
  'app.css': 'sha512-xeXIT/SfdqvQci6n+veb/IeLBXxl5tQlEvTIKekr54qQo3be2ZrVIYXzhjRasENvN99H2vm/V3qTk34umTh6cQ==',
};

export const etags = ['f47571ba52a2e8e1ca656573855f3ab4a368ba0e', '112dc7fbcb5d988df3494c7774a17267a1bbd77e', 'b2ec8001483339d0239db1c84670f2ab885f0cf5bce8e2fe2a9cde53100b1f6a'];
