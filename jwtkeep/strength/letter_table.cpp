#include "jwtkeep/strength/letter_table.hpp"

#include <array>
#include <cmath>
#include <string_view>

namespace jwtkeep::strength {
namespace {

// Counted in the words of program messages in the six languages (English thrice, German twice; accents taken off,
// each word weighed by the square root of its count). A character stands for bits, in quarters from '0'; the last
// column is the end of a word.
constexpr std::array<std::string_view, 27> kQuarterBits{
    "HDCCJLEIEMF>A;OFS=B>EIKPHL;",  // after a
    "9KOT9TON<KR=NO=Q[@GK>VNYHTC",  // after b
    ";WGP>UV8?[BESU:QYCL@DYZ[Q[A",  // after c
    "<NRI8QOL;LRJNN=O[EENBQPVNR9",  // after d
    "GJCCGIGKDSJAD;NHP;>BKJNHON:",  // after e
    ">OPJ<@LR9QUCPN<MZAED@[SVKS>",  // after f
    "<KQL9UFE?WNFMCAM[@CH?WMWPV9",  // after g
    "9SVP9UWM<ZRCJH>S[CJB@VM[NX<",  // after h
    "AF@C@FCRRJIBC:?HOC??OFRNPH=",  // after i
    "8MTD:LOO=QCMRG=J[OEU>KP[RJ@",  // after j
    "9MPP;SLC>XJGOJ<H[FDB@RG[LS<",  // after k
    ";MNE:MKR:RO?MN>MZRFBBNTVHS=",  // after l
    "8@RN:RPV=[SLCL>?[QHKBTPVQV>",  // after m
    ">ND>?I<P@NINPHBPWQA=FKSYKK9",  // after n
    "KGDEGJFOIRHA@:GCT<ACBGIRPP;",  // after o
    ":RKM;LKF@[P@PR=BU<FBATRXOV?",  // after p
    "@[STJ[P[D[[CVTIPMNNJ2[I[Y[>",  // after q
    "<JHD9MGN=UIJFG?MWFCACKM[JM<",  // after r
    "@O@P<ONC>VGIMNBDQOA<CONZIR8",  // after s
    "<RLP9QQD;VQIPQ?O[@DECROWHK;",  // after t
    "ADEG>GFQBOG@@;KCV=??OMLNMM?",  // after u
    "9SMR5TSZ:Z[MQM<Q[IJRIOWWR[B",  // after v
    "6QOL9SPF<XRKSD>Q[DHUF[QSNY?",  // after w
    "@JBK?JQM;[PLHTG=VMJ;JSODJP8",  // after x
    ":MKNAWKXBSMICC@@[IAECQPWOQ7",  // after y
    "9OPO8VMI:QQLPN@UUQPG>UG[MD?",  // after z
    "?A@ABDCFBKCC@CD@NB>AEEFPLJ[",  // first of a word
};

using Table = std::array<std::array<double, 27>, 27>;

Table make_table() {
  Table table{};
  for (std::size_t row = 0; row < table.size(); ++row) {
    double sum = 0;
    for (std::size_t column = 0; column < table[row].size(); ++column) {
      table[row][column] = std::exp2(-0.25 * (kQuarterBits[row][column] - '0'));
      sum += table[row][column];
    }
    for (double& share : table[row]) share /= sum;
  }
  return table;
}

}  // namespace

double follow(std::size_t previous, std::size_t next) {
  static const Table table = make_table();
  return table[previous][next];
}

}  // namespace jwtkeep::strength
