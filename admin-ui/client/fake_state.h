#pragma once

#include <QDateTime>
#include <QJsonArray>
#include <QJsonObject>

#include <array>
#include <cstdint>
#include <vector>

// What the fake server serves: a company with accounts, keys, models, endpoints and 30 days of calls with their daily
// rhythm. The same each time but for the day it begins on.
namespace beaver::admin::fake {

struct ModelFacts
{
    const char *id;
    const char *provider;
    const char *name;
    const char *input; ///< USD for a million tokens, as all prices
    const char *output;
    const char *cachedRead;
    const char *category;
    int contextLength;
    int maxOutput;
    int popularity; ///< share of the calls, any unit
};

const std::array<ModelFacts, 31> &models();
/// Percent over the list price.
double markupOf(const QString &category);
/// Nano-USD as the JSON number that reads back as the same.
QJsonValue usd(std::int64_t nanoUsd);
/// A number that looks random and is the same for the same place.
std::uint32_t noise(std::uint32_t place, std::uint32_t salt = 0);

/// Hexadecimal, `width` digits at least.
QString hex(std::uint32_t value, int width);

template <typename Array> QString pick(const Array &from, std::uint32_t place)
{
    return QString::fromUtf8(from[place % from.size()]);
}

/// Calls made in an hour, `hoursAgo` from now.
int callsInHour(const QDateTime &now, int hoursAgo);
constexpr int keptHours = 30 * 24;

struct State
{
    explicit State(int accountCount);

    QDateTime now;
    QJsonArray accounts; ///< newest first, as all lists
    QJsonArray keys;
    QJsonArray projects;
    QJsonArray endpoints;
    QJsonArray models;
    QJsonObject scheduled; ///< by model: the prices that aren't in force yet
    QJsonArray plans;
    QJsonArray transactions;
    QJsonArray invoices;
    QJsonArray refunds;
    QJsonArray vouchers;
    QJsonArray audit;
    QJsonArray categories;
    QJsonArray corrections;
    QJsonObject pricing;         ///< the gateway's policy
    QJsonObject members;         ///< by project
    QJsonObject billingProfiles; ///< by account
    QJsonObject keptKeys;        ///< by key, whose bodies are kept
    QJsonObject settings;
    QJsonArray webhooks;
    QJsonArray deliveries;
    QJsonArray invitations;
    QJsonArray mail;
    QJsonArray cache; ///< what is kept, by account and model
    QJsonArray sessions;
    QJsonArray news;            ///< what needs attention besides
    QJsonObject own;            ///< the account that is signed in
    QJsonObject alerts;         ///< what it is told
    QJsonObject facts;          ///< what `/` tells everybody
    QJsonObject pending;        ///< who registered and hasn't proved their address yet
    std::vector<int> callsUpTo; ///< of each hour and all after it

    int mostGroups = 1'000; ///< of one page of a usage report

    int callCount() const { return callsUpTo.back(); }
    QJsonObject call(int place) const; ///< 0 is the newest
    QJsonObject receipt(int place) const;
    bool isOwnCall(int place) const; ///< of the account that is signed in
    QJsonObject ownCall(QJsonObject call) const;
    QString time(qint64 secondsAgo) const;
    void note(const QString &action, const QString &subject, const QJsonValue &before = {},
              const QJsonValue &after = {});
};

// What each part begins with. Accounts come first: keys, money and the audit log name them.
void makeAccounts(State &state, int count);
void makeKeys(State &state);
void makeProjects(State &state);
void makeMoney(State &state);
void makeEndpoints(State &state);
void makeModels(State &state);
void makePlans(State &state);
void makeAudit(State &state);
void makeSettings(State &state);

/// The n-th that was made, as its JSON names it.
QJsonObject find(const QJsonArray &list, const QString &id);
bool replace(QJsonArray &list, const QJsonObject &item);
bool remove(QJsonArray &list, const QString &id);

QJsonObject overview(const State &state);
QJsonObject usage(const State &state, const QString &period, const QString &groupBy, const QString &account);
/// What comes after `after` of a usage report, as the server pages it.
QJsonObject usagePage(QJsonObject whole, const QString &after, int most);
/// `policy`: the gateway's that would be, and what markups by category; empty for those of today.
/// Of one key or project, with this part of all calls.
QJsonObject spent(const State &state, const QString &id, double part);
QJsonArray keyAudit(const State &state, const QJsonObject &key);
QJsonObject simulate(const State &state, const QString &policy, const QJsonObject &markups);

} // namespace beaver::admin::fake
