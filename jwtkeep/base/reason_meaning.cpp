#include "jwtkeep/base/reason_meaning.hpp"

#include <array>
#include <cstddef>

namespace jwtkeep::base {

Meaning meaning(Reason reason) noexcept {
  switch (reason) {
    // A token was refused.
    case Reason::malformed:
      return {"the input is not of the form that it has to have",
              "a token, a key, a file or an answer was cut, quoted or changed on its way, or is something else",
              "copy it again, whole and without quotes or line breaks"};
    case Reason::too_large:
      return {"the input is larger than is taken",
              "limits keep a stranger's input from using up memory and time; a token has seldom more than 8 KiB",
              "look whether it is what it should be; what is really that large has to be made smaller by its sender"};
    case Reason::alg_not_allowed:
      return {"the token's algorithm is not one that this key or policy allows",
              "the token was signed with another key or by another service; or somebody tries `none`, or a public key "
              "as a secret",
              "see the token's alg with jwtkeep inspect -, and the keyring's with jwtkeep show KEYRING; its sender has "
              "to use the keyring's"};
    case Reason::key_unknown:
      return {"no key here is the one that the token needs",
              "the token was made for another environment or service; this verifier's keys are older than the token; "
              "or the key was removed",
              "compare the token's kid (jwtkeep inspect -) with the keys there are (jwtkeep show KEYRING); a verifier "
              "has to fetch its keys anew"};
    case Reason::key_not_yet_active:
      return {"the token's key is published, and does not sign yet",
              "its sender began to use the next key too early, or the clocks of the two machines differ",
              "compare the clocks; let senders sign with the key that is marked as active: jwtkeep show KEYRING"};
    case Reason::key_retired:
      return {
          "the token's key was retired",
          "the token lives longer than the keyring's --ttl allows, its sender never took the new key, or the token "
          "is an old one",
          "get a new token; let the sender fetch the key that signs now (jwtkeep show KEYRING, jwtkeep sync status)"};
    case Reason::key_compromised:
      return {"somebody may have the token's key, so nothing that it signs is believed",
              "the key was marked by jwtkeep rotate --compromised",
              "get a new token, signed with another key; who still trusts the old one: jwtkeep show KEYRING"};
    case Reason::key_mismatch:
      return {"the key does not fit what it is used for",
              "a key of another kind, size or use was given: a public one to sign, EC for RS256, one for encryption to "
              "verify",
              "give a key of the kind that the algorithm needs; make one with: jwtkeep generate --alg ALG"};
    case Reason::bad_signature:
      return {"the signature does not hold: the token was changed, or another key signed it",
              "the sender has another secret, or the same one in another form (hex decoded or not, a line break at its "
              "end); or somebody forged the token",
              "compare the secrets' form and the kid on both sides: jwtkeep show KEYRING, jwtkeep inspect -"};
    case Reason::decryption_failed:
      return {"the token cannot be opened with this key, or was changed",
              "it was encrypted to another key or password, or changed on its way; which of the two is not told, "
              "because it would help an attacker",
              "compare the kid that the token names (jwtkeep inspect -) with your key's"};
    case Reason::expired:
      return {"its time is over: the token's exp has passed, or a session or an access has ended",
              "it was used for too long, or the clock of the verifier is ahead",
              "get a new one; where it was just made compare the two machines' clocks, or allow some --leeway"};
    case Reason::not_yet_valid:
      return {"the token's time has not come: its nbf or iat lies ahead",
              "the clock of its maker is ahead of the verifier's, or the token is meant for later",
              "compare the two machines' clocks, or allow some --leeway"};
    case Reason::wrong_issuer:
      return {
          "the token comes from another issuer (iss) than is accepted",
          "it belongs to another environment or provider, or the two sides write the issuer differently (a slash at "
          "its end)",
          "compare the token's iss (jwtkeep inspect -) with what is demanded (--iss, or jwtkeep show KEYRING), "
          "letter by letter"};
    case Reason::wrong_audience:
      return {
          "the token is for another audience (aud) than this one",
          "it was made for another service, and would let that one's users in here",
          "ask its issuer for a token with this service's audience; what is demanded: --aud, or jwtkeep show KEYRING"};
    case Reason::wrong_type:
      return {"the token is of another type (typ, cty) than is accepted",
              "an ID token stands where an access token belongs, or an encrypted one holds another token",
              "send the kind of token that is asked for; what it is: jwtkeep inspect -"};
    case Reason::missing_claim:
      return {"a claim that is demanded is missing, or has another value",
              "its sender leaves it out, or the policy asks for more than the sender knows of",
              "see the token's claims with jwtkeep inspect -; let its sender add it, or demand less"};
    case Reason::crit_unsupported:
      return {"the token demands that an extension is understood (crit), which is not",
              "its sender uses an extension of JOSE; whoever does not know it has to refuse (RFC 7515 section 4.1.11)",
              "have its sender leave the extension out"};
    case Reason::duplicate_member:
      return {"a name stands twice in one JSON or YAML object",
              "two readers would take two different values: a way to slip something past one of them (RFC 8725 section "
              "2.4)",
              "leave one of the two out"};
    case Reason::lifetime_too_long:
      return {"the token lives longer than is allowed",
              "its sender's lifetime is longer than the keyring's --ttl, by which old keys are retired",
              "give tokens a shorter life, or the keyring a longer --ttl"};
    // A negative answer to another question.
    case Reason::weak_secret:
      return {"the secret can be guessed",
              "a person chose it, it is published somewhere, or it is too short for its algorithm",
              "make a random one: jwtkeep generate, or a keyring: jwtkeep new KEYRING; why: jwtkeep judge -"};
    case Reason::chain_broken:
      return {"the audit trail was changed by something other than jwtkeep",
              "somebody with write access to the store removed, changed or added entries, or the store is damaged",
              "compare with a backup, and find out who can write to the store: jwtkeep log verify"};
    // The caller asked for something that cannot be meant.
    case Reason::bad_value:
      return {"a value that was given cannot be meant",
              "a mistyped word, a wrong unit, or options that exclude each other",
              "mend what the message names; the command's --help tells what it takes"};
    case Reason::bad_policy:
      return {"the policy's numbers contradict each other, so that a rotation would refuse valid tokens",
              "a key would have to sign before every verifier knows it, or a token outlive its key",
              "take the value that the message names; the arithmetic is in docs/rotation.md"};
    case Reason::not_found:
      return {"what was named is not there", "a mistyped name, another store or folder, or somebody has removed it",
              "look at its spelling; keyrings: jwtkeep list; places: jwtkeep sync list"};
    case Reason::already_exists:
      return {"there is something of that name already, and it was left as it is",
              "the command was run before, or two things were given one name",
              "use what is there, or choose another name"};
    case Reason::unsafe_place:
      return {"a secret would be written or read where others can get at it",
              "git tracks the file, everybody may write to the folder, it is no plain file, or the way there is not "
              "encrypted",
              "mend what the message names, or choose another place"};
    // The world failed.
    case Reason::io_failed:
      return {"something outside did not do what was asked of it: a disk, a network, a server, a terminal",
              "the message says which, and what it answered",
              "look at what the message names, then run the same command again: nothing is half done"};
    case Reason::no_space:
      return {"the disk, or a quota, is full", "something fills it, a log or a backup for example",
              "free some space and run the same command again: nothing is half done"};
    case Reason::busy:
      return {"somebody else is at it in this moment",
              "another process writes to the same keyring or place, or a server limits how often it is asked",
              "run the same command again in a moment"};
    case Reason::permission:
      return {"this user may not do that, or others may do too much",
              "a file's mode or owner, a server's rights, a client that is not known",
              "mend what the message names: chmod, chown, or a right that is granted (jwtkeep access grant)"};
    case Reason::no_store:
      return {"there is no store at that place", "none was made yet, or --store, JWTKEEP_STORE or HOME point elsewhere",
              "make one with jwtkeep init, or give its place by --store"};
    case Reason::wrong_passphrase:
      return {"the passphrase does not open this store", "a typing error, another keyboard layout, another store",
              "try again; another way into the store opens it still: a key file, or a KMS key"};
    case Reason::wrong_key_file:
      return {"the key file does not open this store", "it was made for another store, or is damaged",
              "give the one that jwtkeep init made for this store: --key-file or JWTKEEP_KEYFILE"};
    case Reason::wrong_master_key:
      return {"the key in the KMS or HSM does not open this store", "the address names another key, or an alias moved",
              "give the address of the key that wrapped it (--master-key), or open the store by another way"};
    case Reason::tampered:
      return {"the store's content was changed by something other than jwtkeep, or is damaged",
              "a row, a file or a destination's record does not pass its authentication",
              "find out who can write to it, then restore a backup: jwtkeep restore FILE"};
    case Reason::newer_format:
      return {"it was written by a newer jwtkeep",
              "the program was put back to an older version, or another machine is ahead",
              "use that version, or a newer one"};
    case Reason::destination_failed:
      return {"a place that keyrings are pushed to does not hold what was written",
              "another hand writes there, or it is not the kind of place that its address says",
              "see what stands there: jwtkeep sync status KEYRING; then: jwtkeep sync push KEYRING"};
    case Reason::internal:
      return {"jwtkeep has met something that it rules out", "memory has run out, or there is a mistake in jwtkeep",
              "run the same command again; if it stays, please report it with the message"};
  }
  return {};
}

std::string_view hint_of(const Error& error) noexcept {
  return error.hint.empty() ? meaning(error.reason).mend : std::string_view(error.hint);
}

std::span<const Reason> reasons() noexcept {
  static constexpr auto kAll = [] {
    std::array<Reason, static_cast<std::size_t>(Reason::internal) + 1> all{};
    for (std::size_t i = 0; i < all.size(); ++i) all[i] = static_cast<Reason>(i);
    return all;
  }();
  return kAll;
}

}  // namespace jwtkeep::base
