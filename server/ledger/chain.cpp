#include <server/ledger/chain.h>
#include <sodium.h>

#include <charconv>

namespace beaver::ledger {

namespace {

void put(std::string &to, std::string_view text)
{
    char length[24];
    const auto [end, failure] = std::to_chars(length, length + sizeof length, text.size());
    to.append(length, end);
    to += ':';
    to += text;
    to += ',';
}

void put(std::string &to, std::int64_t number)
{
    char digits[24];
    const auto [end, failure] = std::to_chars(digits, digits + sizeof digits, number);
    put(to, std::string_view(digits, static_cast<std::size_t>(end - digits)));
}

} // namespace

std::string chainHash(std::string_view previous, const Entry &entry)
{
    thread_local std::string input;
    input.assign(previous);
    put(input, entry.seq);
    put(input, entry.id.text());
    put(input, entryTypeName(entry.type));
    put(input, entry.account.text());
    put(input, entry.customer.nanoUsd());
    put(input, entry.providerCost.nanoUsd());
    put(input, entry.revenue.nanoUsd());
    put(input, entry.cash.nanoUsd());
    put(input, entry.corrections.nanoUsd());
    put(input, entry.balanceAfter.nanoUsd());
    put(input, entry.reference);
    put(input, entry.description);
    put(input, entry.actor);
    put(input, entry.createdAtMs);

    std::string hash(32, '\0');
    crypto_generichash(reinterpret_cast<unsigned char *>(hash.data()), hash.size(),
                       reinterpret_cast<const unsigned char *>(input.data()), input.size(), nullptr, 0);
    return hash;
}

std::string chainStart()
{
    return std::string(32, '\0');
}

} // namespace beaver::ledger
