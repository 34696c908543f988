#pragma once

#include <admin-ui/models/report.h>

namespace beaver::admin {

/// The gateway's pricing policy: what holds, where it comes from, and when models last changed their category.
class PricingReport : public beaver::admin::Report
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QString title READ title NOTIFY changed FINAL)
    /// Where it comes from.
    Q_PROPERTY(QString text READ text NOTIFY changed FINAL)
    /// As the server names it; RecordTable::facts of models take it as `policy`.
    Q_PROPERTY(QString policy READ policy NOTIFY changed FINAL)
    /// Whether the markups of the categories count.
    Q_PROPERTY(bool marksUp READ marksUp NOTIFY changed FINAL)
    /// When the categories were cut, and when they will be again; empty for neither.
    Q_PROPERTY(QString recalculated READ recalculated NOTIFY changed FINAL)
    /// What the form `pricing.policy` starts from.
    Q_PROPERTY(QVariantMap record READ record NOTIFY changed FINAL)

public:
    explicit PricingReport(QObject *parent = nullptr);

    QString title() const;
    QString text() const { return m_text; }
    QString policy() const { return m_policy; }
    bool marksUp() const;
    QString recalculated() const { return m_recalculated; }
    QVariantMap record() const { return m_record; }

protected:
    ApiRequest request() const override;
    void take(const JsonValue &answer) override;

private:
    QString m_text;
    QString m_policy;
    QString m_recalculated;
    QVariantMap m_record;
};

} // namespace beaver::admin
