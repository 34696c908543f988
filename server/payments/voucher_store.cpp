#include <server/payments/voucher_store.h>
#include <server/storage/like_pattern.h>
#include <sodium.h>

namespace beaver::payments {

namespace {

constexpr std::string_view codeAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::size_t codeLength = 16;
constexpr std::string_view keyPurpose = "beaver voucher codes";

Result<void> onlySuccess(const Result<std::int64_t> &rows)
{
    return rows ? Result<void>() : Result<void>(rows.error());
}

constexpr std::string_view voucherColumns =
    "id, preview, amount, max_uses, uses, note, expires_at, revoked_at, actor, created_at";

Voucher readVoucher(const storage::Statement &row)
{
    Voucher voucher{row.text(0),
                    row.text(1),
                    Money::fromNanoUsd(row.integer(2)),
                    row.integer(3),
                    row.integer(4),
                    row.text(5),
                    {},
                    {},
                    row.text(8),
                    row.integer(9)};
    if (!row.isNull(6))
        voucher.expiresAtMs = row.integer(6);
    if (!row.isNull(7))
        voucher.revokedAtMs = row.integer(7);
    return voucher;
}

Result<std::optional<Voucher>> findBy(storage::Connection &connection, std::string_view condition,
                                      std::string_view value, bool blob)
{
    auto &find =
        connection.prepared("SELECT " + std::string(voucherColumns) + " FROM vouchers WHERE " + std::string(condition));
    const auto row = (blob ? find.bindBlob(value) : find.bind(value)).next();
    if (!row)
        return row.error();
    std::optional<Voucher> found;
    if (*row)
        found = readVoucher(find);
    find.reset();
    return found;
}

} // namespace

VoucherCodes::VoucherCodes(const Secret &masterKey)
{
    const std::string &key = masterKey.reveal();
    crypto_generichash(m_key.data(), m_key.size(), reinterpret_cast<const unsigned char *>(keyPurpose.data()),
                       keyPurpose.size(), reinterpret_cast<const unsigned char *>(key.data()),
                       std::min<std::size_t>(key.size(), crypto_generichash_KEYBYTES_MAX));
}

Secret VoucherCodes::random()
{
    std::string code = "BV";
    for (std::size_t at = 0; at < codeLength; ++at) {
        if (at % 4 == 0)
            code += '-';
        code += codeAlphabet[randombytes_uniform(static_cast<std::uint32_t>(codeAlphabet.size()))];
    }
    return Secret(std::move(code));
}

std::string VoucherCodes::normalised(std::string_view code)
{
    std::string plain;
    for (char c : code) {
        if (c == '-' || c == ' ')
            continue;
        c = static_cast<char>(c >= 'a' && c <= 'z' ? c - 32 : c);
        plain += c == 'O' ? '0' : c == 'I' || c == 'L' ? '1' : c;
    }
    if (!plain.starts_with("BV") || plain.size() != codeLength + 2)
        return {};
    return plain.find_first_not_of(codeAlphabet, 2) == std::string::npos ? plain : std::string();
}

std::string VoucherCodes::hash(std::string_view normalised) const
{
    std::string hash(32, '\0');
    crypto_generichash(reinterpret_cast<unsigned char *>(hash.data()), hash.size(),
                       reinterpret_cast<const unsigned char *>(normalised.data()), normalised.size(), m_key.data(),
                       m_key.size());
    return hash;
}

namespace vouchers {

Result<void> insert(storage::Connection &connection, const Voucher &voucher, const std::string &hash)
{
    auto &insert = connection.prepared("INSERT INTO vouchers (id, code_hash, preview, amount, max_uses, note, "
                                       "expires_at, actor, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
    insert.bind(voucher.id)
        .bindBlob(hash)
        .bind(voucher.preview)
        .bind(voucher.amount.nanoUsd())
        .bind(voucher.maxUses)
        .bind(voucher.note);
    if (voucher.expiresAtMs)
        insert.bind(*voucher.expiresAtMs);
    else
        insert.bindNull();
    return onlySuccess(insert.bind(voucher.actor).bind(voucher.createdAtMs).run());
}

Result<std::vector<Voucher>> list(storage::Connection &connection, int limit, const std::string &after,
                                  const std::string &search)
{
    std::string sql = "SELECT " + std::string(voucherColumns) + " FROM vouchers WHERE (? = '' OR id < ?)";
    const std::string pattern = storage::likePattern(search);
    if (!search.empty())
        sql += " AND (LOWER(note) LIKE ? ESCAPE '\\' OR LOWER(preview) LIKE ? ESCAPE '\\' OR id = ?)";
    auto &find = connection.prepared(sql + " ORDER BY id DESC LIMIT ?");
    find.bind(after).bind(after);
    if (!search.empty())
        find.bind(pattern).bind(pattern).bind(search);
    find.bind(limit + 1);
    std::vector<Voucher> found;
    auto row = find.next();
    for (; row && *row; row = find.next())
        found.push_back(readVoucher(find));
    if (!row)
        return row.error();
    return found;
}

Result<std::optional<Voucher>> revoke(storage::Connection &connection, const std::string &id, std::int64_t nowMs)
{
    const auto changed = connection.prepared("UPDATE vouchers SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL")
                             .bind(nowMs)
                             .bind(id)
                             .run();
    if (!changed)
        return changed.error();
    return findBy(connection, "id = ?", id, false);
}

Result<Voucher> reserve(storage::Connection &connection, const std::string &hash, const AccountId &account,
                        std::int64_t nowMs)
{
    const Error unusable{ErrorCode::NotFound,
                         "This code can't be redeemed: it is unknown, expired or used up.",
                         "code",
                         "voucher_invalid",
                         {},
                         0};
    auto found = findBy(connection, "code_hash = ?", hash, true);
    if (!found)
        return found.error();
    if (!*found)
        return unusable;
    Voucher &voucher = **found;
    auto &insert = connection.prepared("INSERT INTO voucher_redemptions (voucher_id, account_id, state, created_at) "
                                       "VALUES (?, ?, 'pending', ?) ON CONFLICT (voucher_id, account_id) DO NOTHING");
    const auto inserted = insert.bind(voucher.id).bind(account.text()).bind(nowMs).run();
    if (!inserted)
        return inserted.error();
    if (*inserted == 0)
        return Error{
            ErrorCode::Conflict, "This account has redeemed this code already.", "code", "voucher_redeemed", {}, 0};
    auto &use = connection.prepared("UPDATE vouchers SET uses = uses + 1 WHERE id = ? AND uses < max_uses AND "
                                    "revoked_at IS NULL AND (expires_at IS NULL OR expires_at > ?)");
    const auto used = use.bind(voucher.id).bind(nowMs).run();
    if (!used)
        return used.error();
    if (*used == 0) { // the savepoint of this work takes the redemption back
        Error known = unusable;
        known.detail = "the code is known"; // no guess, though its client is told the same
        return known;
    }
    ++voucher.uses;
    return voucher;
}

Result<void> posted(storage::Connection &connection, const std::string &voucher, const AccountId &account,
                    const TransactionId &transaction)
{
    return onlySuccess(connection
                           .prepared("UPDATE voucher_redemptions SET state = 'posted', transaction_id = ? WHERE "
                                     "voucher_id = ? AND account_id = ?")
                           .bind(transaction.text())
                           .bind(voucher)
                           .bind(account.text())
                           .run());
}

Result<void> release(storage::Connection &connection, const std::string &voucher, const AccountId &account)
{
    const auto gone =
        connection
            .prepared("DELETE FROM voucher_redemptions WHERE voucher_id = ? AND account_id = ? AND state = "
                      "'pending'")
            .bind(voucher)
            .bind(account.text())
            .run();
    if (!gone || *gone == 0)
        return onlySuccess(gone);
    return onlySuccess(connection.prepared("UPDATE vouchers SET uses = uses - 1 WHERE id = ?").bind(voucher).run());
}

Result<void> releaseAll(storage::Connection &connection)
{
    auto freed =
        connection
            .prepared("UPDATE vouchers SET uses = uses - (SELECT COUNT(*) FROM voucher_redemptions r WHERE "
                      "r.voucher_id = vouchers.id AND r.state = 'pending') WHERE id IN (SELECT voucher_id FROM "
                      "voucher_redemptions WHERE state = 'pending')")
            .run();
    if (!freed)
        return freed.error();
    return onlySuccess(connection.prepared("DELETE FROM voucher_redemptions WHERE state = 'pending'").run());
}

} // namespace vouchers

} // namespace beaver::payments
