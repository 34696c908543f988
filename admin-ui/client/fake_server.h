#pragma once

#include <QJsonObject>
#include <QUrlQuery>

#include <admin-ui/client/fake_state.h>
#include <admin-ui/client/types.h>

namespace beaver::admin::fake {

struct Answer
{
    int status = 200;
    QJsonObject body;
};

/// The paths of the REST API that the console uses, over a State: same bodies, same refusals.
class Server
{
public:
    explicit Server(int accountCount);

    Answer answer(const ApiRequest &request);
    /// What a model answers in the playground.
    QString modelAnswer(const QJsonObject &asked) const;

    State state;
    QJsonObject proof;

private:
    /// What is under /auth: the caller's own account.
    Answer own(const ApiRequest &request, const QStringList &path, const QJsonObject &body);
    /// An account for whoever asks, and the proof of an address.
    Answer registration(const QString &what, const QJsonObject &body);
    Answer madeAccount(const QJsonObject &wanted);
    /// Webhooks, invitations and mail.
    Answer notices(const ApiRequest &request, const QStringList &path, const QJsonObject &body);
    Answer sessions(const ApiRequest &request, const QString &id);
    Answer accounts(const ApiRequest &request, const QStringList &path, const QJsonObject &body);
    Answer keys(const ApiRequest &request, const QStringList &path, const QJsonObject &body);
    Answer revokeMany(const QJsonObject &body);
    Answer endpoints(const ApiRequest &request, const QStringList &path, const QJsonObject &body);
    QJsonArray listedModels() const;
    Answer pricingPolicy(const ApiRequest &request, const QStringList &path, const QJsonObject &body);
    Answer pricing(const ApiRequest &request, const QStringList &path, const QJsonObject &body);
    Answer limits(const ApiRequest &request, const QStringList &path);
    Answer priceHistory(const QString &id); ///< of a model
    Answer aliases(const ApiRequest &request, const QString &alias, const QJsonObject &body);
    Answer importMap(const ApiRequest &request, const QJsonObject &map);
    Answer corrections(const ApiRequest &request, const QJsonObject &body);
    Answer projects(const ApiRequest &request, const QStringList &path, const QJsonObject &body);
    Answer projectMembers(const ApiRequest &request, const QStringList &path, const QString &role,
                          const QJsonObject &body);
    Answer projectCredentials(const ApiRequest &request, const QStringList &path, const QString &role,
                              const QJsonObject &body);
    Answer projectKeys(const ApiRequest &request, const QStringList &path, const QString &role,
                       const QJsonObject &body);
    Answer statement(const QUrlQuery &query, const QString &account) const;
    Answer billingProfile(const ApiRequest &request, const QString &account, const QJsonObject &body);
    Answer invoices(const ApiRequest &request, const QStringList &path, const QJsonObject &body);
    Answer vouchers(const ApiRequest &request, const QStringList &path, const QJsonObject &body);
    Answer booking(const QString &area, const QJsonObject &body);
    Answer money(const ApiRequest &request, const QStringList &path, const QJsonObject &body);
    Answer cache(const ApiRequest &request);
    Answer calls(const QStringList &path, const QUrlQuery &asked) const;
};

} // namespace beaver::admin::fake
