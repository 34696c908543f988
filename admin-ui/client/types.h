#pragma once

#include <QByteArray>
#include <QDateTime>
#include <QString>
#include <QStringList>

#include <shared/base/money.h>

namespace beaver::admin {

/// One request of the REST API. `path` is encoded and carries its query.
struct ApiRequest
{
    enum class Verb { Get, Post, Patch, Put, Delete };

    Verb verb = Verb::Get;
    QString path;
    QByteArray body = {};           ///< JSON, or empty
    QByteArray idempotencyKey = {}; ///< the same for every try of one change that moves money
    QByteArray apiKey = {};         ///< calls as this key instead of as who is signed in
};

/// What somebody signs in with: email and password (and a code, when a second factor is on), or an admin key.
struct Credentials
{
    QString email = {};
    QString password = {};
    QString code = {};
    QString challenge = {};
    QString apiKey = {};
};

/// An account as the server tells it. `role` is empty for somebody who may not administer.
struct Account
{
    QString id;
    QString email;
    QString fullName;
    QString role;
    QString plan;
    QString status;
    Money balance;
    Money held;
    QDateTime createdAt; ///< UTC
};

struct SignedIn
{
    Account account;
    QString serverVersion;
};

/// What the server found when it added up its whole ledger.
struct LedgerProof
{
    bool ok = false;
    Money trialBalance; ///< what all entries add up to: zero in a sound ledger
    qint64 accountsChecked = 0;
    qint64 entriesChecked = 0;
    qint64 openHolds = 0;
    Money held;
    QString chainHead;
    QStringList problems;
};

} // namespace beaver::admin
