#include <gtest/gtest.h>
#include <server/ops/sealing.h>

namespace beaver::ops::test {

namespace {

const Secret master{"a master key of at least thirty-two characters"};

TEST(CredentialBox, OpensWhatItSealed)
{
    const CredentialBox box(master);
    const std::string sealed = box.seal(Secret("sk-very-secret"), "end_1");
    EXPECT_EQ(sealed.find("secret"), std::string::npos);
    const auto opened = box.open(sealed, "end_1");
    ASSERT_TRUE(opened);
    EXPECT_EQ(opened->reveal(), "sk-very-secret");
    EXPECT_NE(box.seal(Secret("sk-very-secret"), "end_1"), sealed) << "a nonce of its own each time";
    EXPECT_TRUE(CredentialBox(master).open(sealed, "end_1")) << "after a restart";
}

TEST(CredentialBox, RefusesAnotherOwnerAnotherMasterKeyAndEveryChangedByte)
{
    const CredentialBox box(master);
    const std::string sealed = box.seal(Secret("sk-very-secret"), "end_1");
    EXPECT_FALSE(box.open(sealed, "end_2"));
    const auto other = CredentialBox(Secret("another master key of thirty-two characters")).open(sealed, "end_1");
    ASSERT_FALSE(other);
    EXPECT_EQ(other.error().reason, "sealed_credential");
    for (std::size_t at = 0; at < sealed.size(); ++at) {
        std::string changed = sealed;
        changed[at] = static_cast<char>(changed[at] ^ 1);
        EXPECT_FALSE(box.open(changed, "end_1")) << at;
        EXPECT_FALSE(box.open(std::string_view(sealed).substr(0, at), "end_1")) << at;
    }
}

} // namespace

} // namespace beaver::ops::test
