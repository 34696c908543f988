#pragma once

#include <admin-ui/models/report.h>

namespace beaver::admin {

/// What one's own account is told without asking.
class AlertsReport : public beaver::admin::Report
{
    Q_OBJECT
    QML_ELEMENT
    /// Below which balance; why, where it isn't the account's own choice.
    Q_PROPERTY(QString lowBalance READ lowBalance NOTIFY changed FINAL)
    /// `50, 80 and 100 %`
    Q_PROPERTY(QString budgets READ budgets NOTIFY changed FINAL)
    Q_PROPERTY(bool mail READ isMail NOTIFY changed FINAL)
    /// What the form begins with.
    Q_PROPERTY(QVariantMap record READ record NOTIFY changed FINAL)

public:
    explicit AlertsReport(QObject *parent = nullptr);
    QString lowBalance() const { return m_lowBalance; }
    QString budgets() const { return m_budgets; }
    bool isMail() const { return m_mail; }
    QVariantMap record() const { return m_record; }

protected:
    ApiRequest request() const override;
    void take(const JsonValue &answer) override;

private:
    QString m_lowBalance, m_budgets;
    bool m_mail = false;
    QVariantMap m_record;
};

} // namespace beaver::admin
