#pragma once

#include <admin-ui/models/report.h>

namespace beaver::admin {

/// The sums of an account's statement of a month: opening balance, what was booked by its type, closing balance. Its
/// entries are the table `statement`.
class StatementReport : public beaver::admin::Report
{
    Q_OBJECT
    QML_ELEMENT
    /// Empty: one's own.
    Q_PROPERTY(QString accountId READ accountId WRITE setAccountId NOTIFY asked FINAL)
    /// `2026-11`; empty: from the beginning until now.
    Q_PROPERTY(QString month READ month WRITE setMonth NOTIFY asked FINAL)
    /// The last twelve and all: `{value, title}`.
    Q_PROPERTY(QVariantList months READ months CONSTANT FINAL)
    /// `{label, cell}`.
    Q_PROPERTY(QVariantList lines READ lines NOTIFY changed FINAL)

public:
    explicit StatementReport(QObject *parent = nullptr);

    QString accountId() const { return m_accountId; }
    void setAccountId(const QString &id);
    QString month() const { return m_month; }
    void setMonth(const QString &month);
    QVariantList months() const;
    QVariantList lines() const { return m_lines; }

Q_SIGNALS:
    void asked();

protected:
    ApiRequest request() const override;
    void take(const JsonValue &answer) override;

private:
    void startOver();

    QString m_accountId;
    QString m_month;
    QVariantList m_lines;
};

} // namespace beaver::admin
