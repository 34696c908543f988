#pragma once

#include <server/storage/connection.h>
#include <shared/base/ids.h>
#include <shared/base/money.h>
#include <shared/base/secret.h>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace beaver::payments {

/// Codes that somebody who has one turns into money on an account. Only a keyed hash is kept; a code is shown once.
class VoucherCodes
{
public:
    explicit VoucherCodes(const Secret &masterKey);

    /// `BV-XXXX-XXXX-XXXX-XXXX`: 80 random bits in Crockford's base32.
    static Secret random();
    /// Letters of any case, dashes and blanks or not; O is 0, I and L are 1. Empty: it can't be one.
    static std::string normalised(std::string_view code);
    /// 32 bytes: BLAKE2b-256 of the normalised code under a key derived from the master key.
    std::string hash(std::string_view normalised) const;

private:
    std::array<unsigned char, 32> m_key{};
};

struct Voucher
{
    std::string id;
    std::string preview; ///< its last four characters
    Money amount;
    std::int64_t maxUses = 1;
    std::int64_t uses = 0;
    std::string note;
    std::optional<std::int64_t> expiresAtMs;
    std::optional<std::int64_t> revokedAtMs;
    std::string actor;
    std::int64_t createdAtMs = 0;
};

namespace vouchers {

Result<void> insert(storage::Connection &connection, const Voucher &voucher, const std::string &hash);
/// Newest first; `after`: an id. One more than `limit`. `search`: part of the note or of what is shown of the code, or
/// an id; empty for all.
Result<std::vector<Voucher>> list(storage::Connection &connection, int limit, const std::string &after,
                                  const std::string &search = {});
/// Nobody redeems it any more. Empty: there is none.
Result<std::optional<Voucher>> revoke(storage::Connection &connection, const std::string &id, std::int64_t nowMs);

/// Takes one use for the account, as `pending`, in one step with the check: exactly as many as it has are redeemed,
/// whatever runs at once. An account redeems a voucher once. NotFound (`voucher_invalid`; the same for unknown,
/// expired, revoked and used up; `detail` is empty where the code is unknown), Conflict (`voucher_redeemed`: this
/// account has it already). Writer's thread.
Result<Voucher> reserve(storage::Connection &connection, const std::string &hash, const AccountId &account,
                        std::int64_t nowMs);
/// In the transaction of its ledger entry.
Result<void> posted(storage::Connection &connection, const std::string &voucher, const AccountId &account,
                    const TransactionId &transaction);
/// The entry wasn't made: the use is free again.
Result<void> release(storage::Connection &connection, const std::string &voucher, const AccountId &account);
/// After a kill: what is still pending has no entry.
Result<void> releaseAll(storage::Connection &connection);

} // namespace vouchers

} // namespace beaver::payments
