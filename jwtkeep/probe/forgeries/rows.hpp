// One row a file of this folder. Internal to this room: `catalogue.cpp` puts them in order.
#pragma once

#include "jwtkeep/probe/forgery.hpp"

namespace jwtkeep::probe {

extern const Forgery kNone;
extern const Forgery kStripped;
extern const Forgery kPsychic;
extern const Forgery kConfusion;
extern const Forgery kBlankSecret;
extern const Forgery kWeakSecret;
extern const Forgery kKidTraversal;
extern const Forgery kKidInjection;
extern const Forgery kEmbeddedJwk;
extern const Forgery kEmbeddedX5c;
extern const Forgery kJku;
extern const Forgery kX5u;
extern const Forgery kExpired;
extern const Forgery kNotYetValid;
extern const Forgery kFutureIat;
extern const Forgery kWrongAudience;
extern const Forgery kWrongIssuer;
extern const Forgery kOtherEnvironment;
extern const Forgery kRetiredKey;
extern const Forgery kCompromisedKey;
extern const Forgery kDuplicateClaims;
extern const Forgery kDuplicateHeader;
extern const Forgery kCrit;
extern const Forgery kNonCanonical;
extern const Forgery kHugeToken;
extern const Forgery kPbes2Bomb;
extern const Forgery kZipBomb;

}  // namespace jwtkeep::probe
