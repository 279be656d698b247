#include "keys.hpp"

#include <algorithm>
#include <iterator>

namespace jwtkeep::crypto {

const PrivateKey& rsa_2048() {
  static const auto key = PrivateKey::generate(KeyKind::rsa, 2048).value();
  return key;
}

const PrivateKey& rsa_3072() {
  static const auto key = PrivateKey::generate(KeyKind::rsa, 3072).value();
  return key;
}

const std::vector<PrivateKey>& sample_keys() {
  static const auto keys = [] {
    std::vector<PrivateKey> made{rsa_2048(), rsa_3072()};
    for (const auto kind : key_kinds()) {
      if (kind != KeyKind::rsa) made.push_back(PrivateKey::generate(kind).value());
    }
    return made;
  }();
  return keys;
}

std::vector<Scheme> schemes_of(KeyKind kind) {
  std::vector<Scheme> found;
  std::ranges::copy_if(schemes(), std::back_inserter(found), [&](Scheme each) { return key_kind(each) == kind; });
  return found;
}

PrivateComponents clone(const PrivateComponents& numbers) {
  struct Cloner {
    PrivateComponents operator()(const RsaPrivate& k) const {
      return RsaPrivate{k.pub, k.d.clone(), k.p.clone(), k.q.clone(), k.dp.clone(), k.dq.clone(), k.qi.clone()};
    }
    PrivateComponents operator()(const EcPrivate& k) const { return EcPrivate{k.pub, k.d.clone()}; }
    PrivateComponents operator()(const OkpPrivate& k) const { return OkpPrivate{k.pub, k.d.clone()}; }
  };
  return std::visit(Cloner{}, numbers);
}

bool same(const PrivateComponents& a, const PrivateComponents& b) {
  if (a.index() != b.index()) return false;
  if (const auto* x = std::get_if<RsaPrivate>(&a)) {
    const auto& y = std::get<RsaPrivate>(b);
    return x->pub == y.pub && x->d == y.d && x->p == y.p && x->q == y.q && x->dp == y.dp && x->dq == y.dq &&
           x->qi == y.qi;
  }
  if (const auto* x = std::get_if<EcPrivate>(&a)) {
    return x->pub == std::get<EcPrivate>(b).pub && x->d == std::get<EcPrivate>(b).d;
  }
  return std::get<OkpPrivate>(a).pub == std::get<OkpPrivate>(b).pub &&
         std::get<OkpPrivate>(a).d == std::get<OkpPrivate>(b).d;
}

}  // namespace jwtkeep::crypto
