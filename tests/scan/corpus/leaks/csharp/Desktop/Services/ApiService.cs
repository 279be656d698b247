using System.Net.Http;
using System.Net.Http.Headers;
using System.Threading.Tasks;
using Refit;

namespace Desktop.Services
{
    public class ApiService
    {
        private static readonly HttpClient Http = new() { BaseAddress = new("https://plans.example.com/") };

        // guest account, read only
        private const string GuestToken = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJndWVzdCIsInJvbGUiOiJyZWFkZXIiLCJpc3MiOiJwbGFucyIsImV4cCI6MTg5MzQ1NjAwMH0.diWnT4ejJ08QC7ZAG5FGQAcEceJlB-fm0PbAhUahA3E";

        public IPlansApi Api { get; }

        public ApiService(string userToken = null)
        {
            Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", userToken ?? GuestToken);
            Api = RestService.For<IPlansApi>(Http);
        }

        public Task<string> Ping() => Http.GetStringAsync("ping");
    }
}
