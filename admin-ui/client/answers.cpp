#include <admin-ui/client/answers.h>

namespace beaver::admin {

using namespace Qt::StringLiterals;

std::optional<Account> readAccount(const JsonValue &json)
{
    const auto balance = json["balance"_L1].money();
    const auto held = json["held"_L1].money();
    const QDateTime createdAt = QDateTime::fromString(json["created_at"_L1].string(), Qt::ISODateWithMs);
    if (!json["id"_L1].isString() || !json["email"_L1].isString() || !balance || !held || !createdAt.isValid())
        return std::nullopt;
    return Account{json["id"_L1].string(),
                   json["email"_L1].string(),
                   json["full_name"_L1].string(),
                   json["role"_L1].string(),
                   json["plan"_L1].string(),
                   json["status"_L1].string(),
                   *balance,
                   *held,
                   createdAt.toUTC()};
}

std::optional<LedgerProof> readLedgerProof(const JsonValue &json)
{
    const auto ok = json["ok"_L1].truth();
    const auto trialBalance = json["trial_balance"_L1].money();
    if (!ok || !trialBalance)
        return std::nullopt;
    LedgerProof proof;
    proof.ok = *ok;
    proof.trialBalance = *trialBalance;
    proof.accountsChecked = json["accounts_checked"_L1].integer().value_or(0);
    proof.entriesChecked = json["entries_checked"_L1].integer().value_or(0);
    proof.openHolds = json["open_holds"_L1].integer().value_or(0);
    proof.held = json["held"_L1].money().value_or(Money());
    proof.chainHead = json["chain_head"_L1].string();
    for (const JsonValue &problem : json["problems"_L1].items())
        proof.problems.append(problem.string());
    return proof;
}

ApiError readError(int status, const JsonValue &json)
{
    const JsonValue &error = json["error"_L1];
    ApiError read{ApiError::Kind::Rejected, error["message"_L1].string(), error["param"_L1].string(), {}};
    read.status = status;
    if (status == 401 && error["code"_L1].string() == "invalid_credentials"_L1)
        read.kind = ApiError::Kind::WrongCredentials;
    else if (status == 401 && error["code"_L1].string() == "invalid_token"_L1)
        read.kind = ApiError::Kind::SessionOver;
    else if (status == 401 && error["code"_L1].string() == "second_factor_required"_L1) {
        read.kind = ApiError::Kind::SecondFactor;
        read.challenge = json["challenge"_L1].string();
        if (read.challenge.isEmpty())
            read.challenge = error["challenge"_L1].string();
    } else if (status == 404)
        read.kind = ApiError::Kind::NotFound;
    else if (status == 403)
        read.kind = ApiError::Kind::Forbidden;
    else if (status == 429)
        read.kind = ApiError::Kind::RateLimited;
    else if (status >= 500)
        read.kind = ApiError::Kind::ServerFailed;
    return read;
}

} // namespace beaver::admin
