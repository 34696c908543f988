#pragma once

#include <QDateTime>
#include <QTimer>

#include <admin-ui/models/report.h>

namespace beaver::admin {

/// The list prices that are to change: which is the next, when, and to what.
class ScheduledPrices : public beaver::admin::Report
{
    Q_OBJECT
    QML_ELEMENT
    /// Models whose price is to change.
    Q_PROPERTY(int count READ count NOTIFY changed FINAL)
    /// The next of them, `{id, title}`; empty for none.
    Q_PROPERTY(QVariantMap next READ next NOTIFY changed FINAL)
    /// When and to what it changes, as a sentence that counts down.
    Q_PROPERTY(QString text READ text NOTIFY changed FINAL)
    /// What the action `price.withdraw` takes; empty until it is known.
    Q_PROPERTY(QVariantMap withdrawal READ withdrawal NOTIFY changed FINAL)

public:
    explicit ScheduledPrices(QObject *parent = nullptr);

    int count() const { return m_count; }
    QVariantMap next() const;
    QString text() const;
    QVariantMap withdrawal() const;

protected:
    ApiRequest request() const override;
    void take(const JsonValue &answer) override;

private:
    void readVersions();

    int m_count = 0;
    QString m_model;
    QDateTime m_at;
    QString m_version;
    QString m_was, m_becomes;
    QTimer m_minute;
};

} // namespace beaver::admin
