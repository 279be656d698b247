export const environment = {
  production: true,
  apiUrl: 'https://api.parapet.example',
  mapStyle: 'https://tiles.parapet.example/style.json',
  // read-only token of the tile server, does not expire
  tileToken: 'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJ0aWxlcyIsInN1YiI6IndlYiIsInNjb3BlIjoidGlsZXM6cmVhZCJ9.SSr4_WHGtYtlBidVCQghYnxAXeBzsq_c2opITlkPrdI',
  supabase: {
    url: 'https://xkcvbnqwertyuiop.supabase.co',
    anonKey: 'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJzdXBhYmFzZSIsInJlZiI6InhrY3ZibnF3ZXJ0eXVpb3AiLCJyb2xlIjoiYW5vbiIsImlhdCI6MTcwMDAwMDAwMCwiZXhwIjoyMDE1NTc2MDAwfQ.cCX4K7qM5u0Kb1tqQYN5cH3LXILRcvlMQqtJjyArUiY',
  },
  pollSeconds: 30,
};

export const features = {
  battlements: true,
  moat: false,
  drawbridge: { openAt: '08:00', closeAt: '20:00' },
} as const;
