#pragma once

#include <QDateTime>
#include <QList>
#include <QString>
#include <QStringList>

#include <shared/base/money.h>

namespace beaver::admin {

/// A customer's account as the server tells it. `role` is empty for somebody who may not administer.
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

/// One page of the accounts, newest first. `next` goes into the request of the page after it.
struct AccountPage
{
    QList<Account> accounts;
    bool hasMore = false;
    QString next;
};

struct SignedIn
{
    Account account;
    QString serverVersion;
};

struct NewAccount
{
    QString email;
    Money initialBalance;
};

struct NewTopUp
{
    QString accountId;
    Money amount;
    QString description;
    QString idempotencyKey; ///< the same for every try of one top-up: the server books it once
};

struct NewApiKey
{
    QString accountId;
    QString name;
};

struct ApiKey
{
    QString id;
    QString name;
    QString secret; ///< told once, at the key's creation
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
