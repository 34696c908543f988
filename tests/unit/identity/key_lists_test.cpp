#include "support.h"

#include <server/identity/cidr.h>
#include <server/identity/referrer.h>

namespace beaver::identity::test {

class KeyLists : public IdentityTest
{};

TEST(CidrTable, ContainsWhatItShould)
{
    struct Row
    {
        const char *network;
        const char *address;
        bool inside;
    };
    for (const Row &row :
         {Row{"10.0.0.0/8", "10.255.255.255", true}, Row{"10.0.0.0/8", "11.0.0.0", false},
          Row{"10.0.0.0/8", "::ffff:10.1.2.3", true}, Row{"::ffff:10.1.0.0/112", "10.1.2.3", true},
          Row{"192.0.2.7", "192.0.2.7", true}, Row{"192.0.2.7", "192.0.2.8", false},
          Row{"192.0.2.6/31", "192.0.2.7", true}, Row{"0.0.0.0/0", "203.0.113.1", true},
          Row{"0.0.0.0/0", "2001:db8::1", false}, Row{"::/0", "203.0.113.1", true},
          Row{"2001:db8::/32", "2001:db8:ffff::1", true}, Row{"2001:db8::/33", "2001:db8:8000::1", false},
          Row{"2001:db8::1", "2001:0db8:0::0:1", true}, Row{"fe80::/10", "fe80::1%eth0", true},
          Row{"10.0.0.0/8", "", false}, Row{"10.0.0.0/8", "10.0.0.1.evil.example", false},
          Row{"10.0.0.0/8", "10.1", false}, Row{"10.0.0.0/8", "0x0a000001", false}}) {
        const auto network = Cidr::parse(row.network);
        ASSERT_TRUE(network) << row.network;
        const auto address = parseIp(row.address);
        EXPECT_EQ(address && network->contains(*address), row.inside) << row.network << ' ' << row.address;
    }
}

TEST(ReferrerTable, AllowsWhatItShould)
{
    struct Row
    {
        const char *rule;
        const char *referrer;
        bool allowed;
    };
    for (const Row &row : {Row{"https://app.example.com", "https://app.example.com/page?x=1", true},
                           Row{"https://app.example.com", "https://app.example.com:443", true},
                           Row{"https://app.example.com", "HTTPS://APP.example.com/", true},
                           Row{"https://app.example.com", "http://app.example.com/", false},
                           Row{"https://app.example.com", "https://app.example.com:8443/", false},
                           Row{"https://app.example.com:8443", "https://app.example.com:8443/", true},
                           Row{"https://app.example.com", "https://app.example.com.evil.example/", false},
                           Row{"https://app.example.com", "https://app.example.com@evil.example/", false},
                           Row{"https://app.example.com", "https://evil.example/https://app.example.com", false},
                           Row{"https://app.example.com", "https://evil.example\\@app.example.com/", false},
                           Row{"*.example.com", "https://a.b.example.com/", true},
                           Row{"*.example.com", "http://a.example.com:8080/", true},
                           Row{"*.example.com", "https://example.com/", false},
                           Row{"*.example.com", "https://evilexample.com/", false},
                           Row{"*.example.com", "https://.example.com/", false},
                           Row{"example.com", "https://example.com/x", true},
                           Row{"example.com", "https://a.example.com/x", false},
                           Row{"example.com", "", false},
                           Row{"example.com", "null", false},
                           Row{"example.com", "example.com", false}}) {
        const auto rule = ReferrerRule::parse(row.rule);
        ASSERT_TRUE(rule) << row.rule;
        EXPECT_EQ(rule->allows(row.referrer), row.allowed) << row.rule << ' ' << row.referrer;
    }
}

TEST_F(KeyLists, AddressAndReferrerAreChecked)
{
    NewApiKey wanted;
    wanted.account = makeAccount().id;
    wanted.allowedIps = {"192.0.2.0/24"};
    wanted.allowedReferrers = {"*.example.com"};
    const CreatedApiKey key = makeKey(wanted);
    const std::string page = "https://app.example.com/";
    EXPECT_EQ(outcome(useKey(key.secret, {"192.0.2.9", page, {}})), "ok");
    EXPECT_EQ(outcome(useKey(key.secret, {"::ffff:192.0.2.9", page, {}})), "ok");
    const auto refused = useKey(key.secret, {"198.51.100.1", page, {}});
    EXPECT_EQ(outcome(refused), "ip_not_allowed");
    EXPECT_EQ(refused.error().code, ErrorCode::Forbidden);
    EXPECT_EQ(outcome(useKey(key.secret, {"", page, {}})), "ip_not_allowed");
    EXPECT_EQ(outcome(useKey(key.secret, {"192.0.2.9", "https://evil.example/", {}})), "referrer_not_allowed");
    EXPECT_EQ(outcome(useKey(key.secret, {"192.0.2.9", "", {}})), "referrer_not_allowed");
}

TEST_F(KeyLists, UnreadableLinesLetNobodyIn)
{
    NewApiKey wanted;
    wanted.account = makeAccount().id;
    wanted.allowedIps = {"192.0.2.0/24"};
    const CreatedApiKey key = makeKey(wanted);
    execute("UPDATE api_keys SET allowed_ips = 'rubbish'");
    EXPECT_EQ(outcome(useKey(key.secret, {"192.0.2.9", {}, {}})), "ip_not_allowed");
}

} // namespace beaver::identity::test
