#include "book.h"

#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <sstream>

using namespace beaver;
using namespace beaver::tests;

namespace {

/// Runs the lines of one case of tests/tables/ledger.txt.
class Case
{
public:
    /// What the line gives, in the words of the table.
    std::string run(const std::string &line)
    {
        std::istringstream words(line);
        std::string verb;
        std::string name;
        words >> verb >> name;
        if (verb == "hold") {
            std::string account;
            std::int64_t amount = 0;
            words >> account >> amount;
            Money available;
            auto hold = m_book.ledger().hold(m_accounts.at(account), CallId("req_" + name), KeyId(), "m", usd(amount),
                                             &available);
            if (!hold)
                return "refused " + std::to_string(available.nanoUsd());
            m_holds[name] = std::move(*hold);
            m_accountOf[name] = m_accounts.at(account);
            return "ok";
        }
        std::int64_t amount = 0;
        words >> amount;
        if (verb == "account")
            m_accounts[name] = m_book.account(usd(amount));
        else if (verb == "topup")
            m_book.topUp(m_accounts.at(name), usd(amount));
        else if (verb == "extend")
            return m_book.ledger().extend(m_holds.at(name), usd(amount)) ? "ok" : "refused";
        else if (verb == "settle")
            return settle(name, amount);
        else if (verb == "balance")
            return balance(name);
        else
            return "unknown line";
        return "";
    }

    bool proved() { return m_book.prove().ok; }

private:
    std::string settle(const std::string &name, std::int64_t cost)
    {
        const CallId call("req_" + name);
        const auto settled = m_book.settle(std::move(m_holds.at(name)), m_accountOf.at(name), call, usd(cost));
        m_holds.erase(name);
        return "charged " + std::to_string(settled.charged.nanoUsd()) + " uncollected " +
               std::to_string(m_book.number("SELECT uncollected FROM usage_records WHERE id = '" + call.text() + "'"));
    }

    std::string balance(const std::string &name)
    {
        const auto balance = m_book.balance(m_accounts.at(name));
        return std::to_string(balance.balance.nanoUsd()) + " held " + std::to_string(balance.held.nanoUsd());
    }

    Book m_book;
    std::map<std::string, AccountId> m_accounts;
    std::map<std::string, AccountId> m_accountOf;
    std::map<std::string, ledger::Hold> m_holds;
};

} // namespace

TEST(LedgerTable, EveryCaseGoesAsWritten)
{
    std::ifstream file(BEAVER_SOURCE_DIR "/tests/tables/ledger.txt");
    ASSERT_TRUE(file.is_open());
    std::unique_ptr<Case> running;
    std::string title;
    std::string line;
    int cases = 0;
    while (std::getline(file, line)) {
        if (line.empty() || line.front() == '#')
            continue;
        if (line.starts_with("case ")) {
            if (running) {
                EXPECT_TRUE(running->proved()) << title;
            }
            title = line.substr(5);
            running = std::make_unique<Case>();
            ++cases;
            continue;
        }
        const std::size_t arrow = line.find(" -> ");
        const std::string expected = arrow == std::string::npos ? "" : line.substr(arrow + 4);
        EXPECT_EQ(running->run(line.substr(0, arrow)), expected) << title << ": " << line;
    }
    ASSERT_GE(cases, 7);
    EXPECT_TRUE(running->proved()) << title;
}
