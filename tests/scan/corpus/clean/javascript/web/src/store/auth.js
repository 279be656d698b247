import { defineStore } from 'pinia';
import { jwtDecode } from 'jwt-decode';
import api from '@/api';

const TOKEN_KEY = 'auth_token';
const REFRESH_TOKEN_KEY = 'auth_refresh_token';

export const useAuth = defineStore('auth', {
  state: () => ({
    token: localStorage.getItem(TOKEN_KEY) || '',
    user: null,
  }),
  getters: {
    isLoggedIn: (s) => Boolean(s.token) && jwtDecode(s.token).exp * 1000 > Date.now(),
  },
  actions: {
    async login(form) {
      const { token, refreshToken } = await api.post('/login', form);
      localStorage.setItem(TOKEN_KEY, token);
      localStorage.setItem(REFRESH_TOKEN_KEY, refreshToken);
      api.defaults.headers.Authorization = `Bearer ${token}`;
      this.token = token;
    },
    logout() {
      localStorage.removeItem(TOKEN_KEY);
      localStorage.removeItem(REFRESH_TOKEN_KEY);
      this.token = '';
    },
  },
});
