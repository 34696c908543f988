#pragma once

#include <QObject>
#include <QQmlEngine>
#include <QVariantList>

#include <admin-ui/session/session.h>

#include <functional>
#include <optional>
#include <vector>

namespace beaver::admin {

/// One answer of the server that a page draws. A series is `{name, values, dashed}`, its labels one for each value.
class Report : public QObject
{
    Q_OBJECT
    QML_ANONYMOUS
    Q_PROPERTY(beaver::admin::Session *session READ session WRITE setSession NOTIFY changed REQUIRED FINAL)
    Q_PROPERTY(bool loading READ isLoading NOTIFY changed FINAL)
    Q_PROPERTY(bool loaded READ isLoaded NOTIFY changed FINAL)
    Q_PROPERTY(QString error READ error NOTIFY changed FINAL)
    /// It was there, and isn't any more.
    Q_PROPERTY(bool gone READ isGone NOTIFY changed FINAL)
    /// The server has none, or says so of another's.
    Q_PROPERTY(bool missing READ isMissing NOTIFY changed FINAL)
    Q_PROPERTY(QString requestId READ requestId NOTIFY changed FINAL)
    /// loading, ready, error, offline or forbidden.
    Q_PROPERTY(QString state READ state NOTIFY changed FINAL)
    /// When the shown answer came, local time.
    Q_PROPERTY(QString asOf READ asOf NOTIFY changed FINAL)

public:
    explicit Report(QObject *parent = nullptr);
    Q_DISABLE_COPY_MOVE(Report)

    Session *session() const { return m_session; }
    void setSession(Session *session);
    bool isLoading() const { return m_loading; }
    bool isLoaded() const { return m_loaded; }
    bool isGone() const { return m_loaded && isMissing(); }
    bool isMissing() const { return m_failure && m_failure->kind == ApiError::Kind::NotFound; }
    /// What failed, for whoever is asked for help, goes to the clipboard.
    Q_INVOKABLE void copyDetails() const;
    QString error() const { return m_failure ? m_failure->text() : QString(); }
    QString requestId() const { return m_failure ? m_failure->requestId : QString(); }
    QString state() const;
    QString asOf() const { return m_asOf; }

    Q_INVOKABLE void reload();

Q_SIGNALS:
    void sessionChanged();
    void changed();

protected:
    /// What to ask for; an empty path for nothing yet.
    virtual ApiRequest request() const = 0;
    virtual void take(const JsonValue &answer) = 0;

private:
    Session *m_session = nullptr;
    bool m_loading = false;
    bool m_loaded = false;
    std::optional<ApiError> m_failure;
    QString m_asOf;
    quint64 m_asked = 0; ///< the answer to an older one is dropped
};

/// 0 where there is none.
double plainNumber(const JsonValue &json);
/// A provider as it writes its own name.
QString providerTitle(const QString &name);
/// Every hour or day that a usage report speaks of, as its groups name them; those without a call too.
QStringList timesOf(const JsonValue &usage, bool days);
/// The pages of a usage report behind its first, eight at most; `whole`: nothing is missing. Told once, also where
/// there are none, unless `owner` goes.
void readFurther(Session &session, QObject *owner, const QString &path, const JsonValue &first,
                 std::function<void(std::vector<JsonValue> further, bool whole)> told);
/// `from` and `until` of the calls between two of timesOf(), as the request log is asked for them.
QVariantMap spanOf(const JsonValue &usage, bool days, const QString &first, const QString &last);
/// `at` of a series as a label: the hour, or the day where a step is one or more.
QString seriesLabel(const QString &rfc3339, bool days);

} // namespace beaver::admin
