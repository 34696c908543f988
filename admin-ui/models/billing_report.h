#pragma once

#include <admin-ui/models/report.h>

namespace beaver::admin {

/// Of who is signed in: what is there to pay with, and what this month and the last one came to.
class BillingReport : public beaver::admin::Report
{
    Q_OBJECT
    QML_ELEMENT
    /// `{label, value, exact, note}`; the first is what is left to pay with.
    Q_PROPERTY(QVariantList figures READ figures NOTIFY changed FINAL)
    /// What is left to pay with, in USD, as a number.
    Q_PROPERTY(QString available READ available NOTIFY changed FINAL)

public:
    explicit BillingReport(QObject *parent = nullptr);

    QVariantList figures() const { return m_figures; }
    QString available() const { return m_available; }

protected:
    ApiRequest request() const override;
    void take(const JsonValue &answer) override;

private:
    QVariantList m_figures;
    QString m_available;
};

} // namespace beaver::admin
