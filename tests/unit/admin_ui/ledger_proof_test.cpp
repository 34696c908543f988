#include <admin-ui/models/ledger_proof_check.h>
#include <tests/unit/admin_ui/fixtures.h>

using namespace beaver;
using namespace beaver::admin;
using namespace Qt::StringLiterals;

namespace {

bool checked(const LedgerProofCheck &proof)
{
    return until([&proof] { return proof.state() != LedgerProofCheck::Checking; });
}

} // namespace

TEST_F(OnFake, LedgerProofTellsSoundFromBrokenFromUnknown)
{
    LedgerProofCheck proof;
    proof.setSession(&session);
    EXPECT_EQ(proof.state(), LedgerProofCheck::Checking);
    ASSERT_TRUE(checked(proof));
    EXPECT_EQ(proof.state(), LedgerProofCheck::Sound);
    EXPECT_EQ(proof.accountsChecked(), u"40"_s);
    EXPECT_EQ(proof.trialBalance(), u"0.00 USD"_s);

    fake.data().proof = {
        {u"ok"_s, false}, {u"trial_balance"_s, 1e-9}, {u"problems"_s, QJsonArray{u"entry 7: the chain is torn"_s}}};
    proof.check();
    ASSERT_TRUE(checked(proof));
    EXPECT_EQ(proof.state(), LedgerProofCheck::Broken);
    EXPECT_EQ(proof.trialBalance(), u"0.000000001 USD"_s);
    EXPECT_EQ(proof.problems(), QStringList{u"entry 7: the chain is torn"_s});

    fake.failNext({ApiError::Kind::Timeout});
    proof.check();
    ASSERT_TRUE(checked(proof));
    EXPECT_EQ(proof.state(), LedgerProofCheck::Unknown);
    EXPECT_EQ(proof.error(), u"The server didn't answer in time."_s);
}
