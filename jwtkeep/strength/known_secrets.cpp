// The published secrets themselves: data, not logic.
//
// Every text here stands in public: defaults of products (Nacos QVD-2023-6271, KubePi CVE-2023-22463, PanIndex
// GHSA-82wq-gmw8-g87v, DataEase CVE-2026-23958, Superset CVE-2023-27524, Flowise CVE-2026-56278, Tensei
// CVE-2026-129552), samples of documentation and templates (jwt.io, Supabase, node and PHP tutorials), and the
// example keys of RFC 7515 appendix A.1, RFC 7517 appendix A.3 and RFC 7520 section 3.5. None protects anything.
#include "jwtkeep/strength/known_secrets.hpp"

#include <array>

namespace jwtkeep::strength {
namespace {

constexpr std::array kTexts = std::to_array<std::string_view>({
    // Superset's old default is written with octal and character escapes; both spellings are in circulation.
    "\\2\\1thisismyscretkey\\1\\2\\e\\y\\y\\h",
    "\002\001thisismyscretkey\001\002\\e\\y\\y\\h",
    "SecretKey012345678901234567890123456789012345678901234567890123456789",
    "signature_hmac_secret_shared_key",
    "PanIndex",
    "DataEase@123456",
    "CHANGE_ME_TO_A_COMPLEX_RANDOM_SECRET",
    "thisISaSECRET_1234",
    "USE_YOUR_OWN_SECURE_RANDOM_KEY",
    "TEST_NON_DEV_SECRET",
    "flowise",
    "auth-secret-key",
    "secret",
    "changeme",
    "shhhhh",
    "shhhhhhared-secret",
    "supersecret",
    "super_secret",
    "mysecretkey",
    "secretkey",
    "secret key",
    "jwt-secret",
    "jwtsecret",
    "jwt_secret",
    "thisisthesecretkey",
    "keyboard cat",
    "node-secret",
    "secretpassword",
    "development-secret",
    "bookstack.cn",
    "your-256-bit-secret",
    "your-384-bit-secret",
    "your-512-bit-secret",
    "a-string-secret-at-least-256-bits-long",
    "your-secret-key",
    "your-access-secret-key",
    "your_jwt_secret_key_here_change_me",
    "your-secret-key-change-in-production",
    "your-secret-key-change-this-in-production",
    "supersecretkeythatshouldbechangedforproduction",
    "dev-secret-change-in-production-at-least-16chars",
    "schulsan-dev-secret-change-in-prod",
    "openestimate-local-dev-key",
    "default-secret-placeholder-for-test-suite-32-chars-long",
    "CHANGE_THIS_TO_SOMETHING_RANDOM",
    "<random_string_at_least_32_characters_long>",
    "your-super-secret-jwt-token-with-at-least-32-characters-long",
    "super-secret-jwt-token-with-at-least-32-characters-long",
    "r9iMKoe5CRMgvJBBtp4HrqN7QiPpUToj",
    "password",
    "123456",
});

// MD5 and SHA-256 (lowercase hex) of nothing, then of the texts above without the first two, in the same order: a hash
// of a known word is that word.
constexpr std::array kDigests = std::to_array<std::string_view>({
    "d41d8cd98f00b204e9800998ecf8427e", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "c1419ea34ea8a4cc4b3c7122e2656fef", "c07799c18d8b80eed95367921770430008a217c621fa7b765fed516f08fc7f91",
    "b00419e9928ce2ce923afb0ff76e8e5a", "2e0f9ee68ff2075bb70cf11f7f706cc0c92255c57145e2de1a03f8545484e3d7",
    "fbff93c0157b3f0e520ece2560f41c24", "fd293bba99687cc0a935712ff9541bac070ff744169acd83c12b15abc22f5c7d",
    "504c8c8dfcbbe5b50d676ad65ef43909", "fa9b308852a34ac5eafa667563a612308806dcbd07b25081e868a07050ecba31",
    "cd134a45386544ad028644102d3e3c52", "fe18bd40b727a37ecce96ec8f474a82508c191b0c3bb3c47d325335cd467ad97",
    "1d7b33442b4c8c84d392cdc3689aa213", "3f7aa5c0b56cad6ccbfc84814cd4b16a1abf3dd31d60b6f1663cc751b2a0d2a6",
    "e2ec0887025348015dd5c940adeaa737", "9e025c7f27895816bd43f42e65f843d1e6c1043499bfe43afe98d744da31a605",
    "8ee074d4c0ff571d8d6cfca321eede0c", "26fd2cb96404507841385bd67e6f16710e44c7fe924c7e5be55177f37af52027",
    "c43079d1e3ca7a58e9a7e3ef8888972d", "9140a70eb1af205102a8f50a6cdaf916b81d92ea995bf18c445ba116993745c5",
    "226e28e2b9e4b1d3c6119db08d7c0fc1", "a05499a7578817e21b136a99dc11bb764016cee55a8936e0206d0e15da18bc8a",
    "5ebe2294ecd0e0f08eab7690d2a6ee69", "2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b",
    "4cb9c8a8048fd02294477fcb1a41191a", "057ba03d6c44104863dc7361fe4578965d1887360f90a0895882e58a6248fc86",
    "8a34ef0bc4676b41071b4077ded4b36a", "92e2b7f6ed28b457e2ef5ec81ba62be82dda423b60e3d2fbeb0b73e53f4671ce",
    "4e8128777d134803fa341495636ba7ad", "12bc106b13c8b95e427a00e01943b66c66b4e15a6760c453c7912d984095770b",
    "9a618248b64db62d15b300a07b00580b", "f75778f7425be4db0369d09af37a6c2b9a83dea0e53e7bd57412e4b060e607f7",
    "fa2bf646e49ab5e56f2b74480ba61017", "5c0b62eb5fb3087afce7e9bac4e0661119bd6278530f56833f8ee18903436cae",
    "34d2e4255c8e6beb3c42f24dfd7e6da9", "2afe16a6d630d94cd07c68d5e35568655bf5f60bef29c4f1321fc857816afec9",
    "610a2ee688cda9e724885e23cd2cfdee", "ad165b11320bc91501ab08613cc3a48a62a6caca4d5c8b14ca82cc313b3b96cd",
    "a7656fafe94dae72b1e1487670148412", "66859b7ade4e68cb65041b88a7ad5214df71cdcfa27dff2efcc80a81e9ba5fa0",
    "6e57eeb0d68bad04f6442c72a39cdac1", "dd8d38af8ca3b7e5cc8990aecfd9bf8ee8d30491fbcdcc53aafd53453ce03e7c",
    "3baa2d1cc92797f836f90b47e6eea575", "f44ef9e360834c4e49dc3cc321d8fa6f9750212362e90166e0c4bcd99d87e81a",
    "c728181f0400fa2cc9be4f5024e91242", "e88040e7d0052eeb5dcf0fd834e4835ff329b275e6a9889058e8d16c38da9514",
    "7dda659c9b4dcf98a0d063acd24095e4", "f4bb836d6e83c6ce911927ac2454f7a44c38cbcf29a989c8dc2a23befcee708e",
    "5cc36237fef6d88c39476da6b5e9a2f7", "422b6cfd76dcf88d5d37a901e96200425f83477962de36e06906ebb11a74317b",
    "11eda0aa26bb03a6652bcc10ad7e837b", "c0ef1ddb393af34524c4011ee5380564a65c4d8213993d25c4189ba05bf4ed3b",
    "2034f6e32958647fdff75d265b455ebf", "95d30169a59c418b52013315fc81bc99fdf0a7b03a116f346ab628496f349ed5",
    "3df90ce688554ea93eaabe76bb75bfa1", "141cf4ed2c03dc620ac12ecdcf6a374ab89e441b3ecb24d6e6fd1204cc0ff909",
    "6bae210972c897e44ff53c222cd43c74", "948f3af7b173f11e99dd9a31e02a210d2f595f4187a4da94fa26f9fced9b5338",
    "b02c735baa1ec5ad241dd5ab25d4cb51", "f7d838701b86c5dfb57bf95fbc5ce6df204cfc9f15ad6cdb39fd22f8776e47b6",
    "7330eccd716cfe12e18563a0c82e7477", "dfd7dc439654f313f3bb7734b467e71d701b6982cd4cb31cf7d555e723c223e9",
    "209baf02bef877872085e149dab5a772", "5eef83fe7cb71e2da053f846a07ecf933f49b66ef755ef8627be5e2fe94d7e84",
    "ed9a46cf17b2bd10dca378a5ddb4eb32", "465d9ad5d5528ebe287b5dce4fb51620833d09b290e49ddcc70ca6c4a0aea01b",
    "826657a98e396172f8aed51d110d529d", "048af2438891a89a3536ac09cc96ccbd34a1714e88cf8fdb63e6186dcc3ff89d",
    "419497936d5bd5496080443a6925ae72", "758fa000b6ba37a2c94fdf64c537cb7547d40a9b31fbc5a27e257137d430b2a9",
    "0ceca612c212beb482fcd888beedabe7", "dcf46e3a16c97cd793e2de912a3ba3a657a00396d80b094bacfa7ea4c0dbb4a1",
    "37c5494a41891c096640fed2f0352352", "0d356ede0ba49981912e357d2b5ef4a870a721fd186a5b0881e7425f08b68e13",
    "de8cd3a20be9508d1dc3b05803501e53", "c99758db33af70fbf3588833c77678baa8d763407fcb82c58509e6332a63e21c",
    "a1df1a0deb06456dc0772dcf64b4e4f9", "02746e6bf75a2b9ab8755f2e1cdd708faddffe17965c29bf93518e4d9e26ec5d",
    "e75e782dd8c800665cb7a9f38336dffe", "e7eb3ade3afbfc8b00a6a3d8e587d624ba786f2b4e73fde3515947c4166d3b0d",
    "3844e1d7858e72070c051fd40c9cea6c", "95ac21fbb8652e6dbf6dcf7ff06e7b86d0fe967937783e99aad0960f8687528f",
    "fcb818b7aee50e2ae00d66a5813c7877", "e852ec4150dd8a0259f9453f64a59457521071bc7e9cb32189b3417811967a6f",
    "6d4ebd8e57844bad8c008a36c00f6883", "79e07934af14dce81a4720b8e998c16859a51cb9134924911f275ecd17ba413b",
    "3bda58e8d250a419f73dce2fd85c665a", "6eb25ab972ff4fa27c2fe9ee2ca02e7fa9c139eb59db25533761f2c77bfe1174",
    "e6ec8875363438ac849481a8f1c53d31", "7db85cb9937a2df7b7038963c522e2cd96021c33b7ac36924d44d182edf34526",
    "cf518ece5fdae631c9ed5e359ecdcbc1", "1453cea2dc3799e9026e42b3e465e455256d5a149582e4c5b92d4c8d604731a2",
    "2a60121f68a3f2b1fb7de7040cb89646", "a064b502e61d27e94b8717290e5e1b32e36720e9fbdf952ec81a84c07128cb37",
    "2677f7cae26201e3dd3affb6bb5cbd66", "5fdf298e9a0ca254d541fed33d30e189e7f24c155d8277b7bb5ab4af58486768",
    "5f4dcc3b5aa765d61d8327deb882cf99", "5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8",
    "e10adc3949ba59abbe56e057f20f883e", "8d969eef6ecad3c29a3a629280e686cf0c3f5d5a86aff3ca12020c923adc6c92",
});

// base64url of the keys: RFC 7515 A.1, RFC 7517 A.3 (its second key), RFC 7520 3.5.
constexpr std::array kKeys = std::to_array<std::string_view>({
    "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow",
    "GawgguFyGrWKav7AX4VKUg",
    "hJtXIZ2uSN5kbQfbtTNWbpdmhkV8FJG-Onbc6mxCcYg",
});

}  // namespace

std::span<const std::string_view> known_texts() noexcept { return kTexts; }
std::span<const std::string_view> known_digests() noexcept { return kDigests; }
std::span<const std::string_view> known_keys_base64url() noexcept { return kKeys; }

}  // namespace jwtkeep::strength
