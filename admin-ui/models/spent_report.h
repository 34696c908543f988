#pragma once

#include <admin-ui/models/report.h>

namespace beaver::admin {

/// What one key or one project was used for in the last 30 days, of which the last is today. Another
/// account's key is `missing`.
class SpentReport : public beaver::admin::Report
{
    Q_OBJECT
    QML_ELEMENT
    /// key or project.
    Q_PROPERTY(QString kind READ kind WRITE setKind NOTIFY changed REQUIRED FINAL)
    Q_PROPERTY(QString recordId READ recordId WRITE setRecordId NOTIFY changed REQUIRED FINAL)
    /// `{label, value, exact}`.
    Q_PROPERTY(QVariantList figures READ figures NOTIFY changed FINAL)
    Q_PROPERTY(QStringList labels READ labels NOTIFY changed FINAL)
    Q_PROPERTY(QVariantList series READ series NOTIFY changed FINAL)
    /// By model: `{name, value, exact, share}`, the dearest first.
    Q_PROPERTY(QVariantList models READ models NOTIFY changed FINAL)
    /// There was a call.
    Q_PROPERTY(bool used READ isUsed NOTIFY changed FINAL)

public:
    using Report::Report;

    QString kind() const { return m_kind; }
    void setKind(const QString &kind);
    QString recordId() const { return m_recordId; }
    void setRecordId(const QString &id);
    QVariantList figures() const { return m_figures; }
    QStringList labels() const { return m_labels; }
    QVariantList series() const { return m_series; }
    QVariantList models() const { return m_models; }
    bool isUsed() const { return m_used; }
    /// What finds the calls of one day in the request log, for the action that shows them; empty for none.
    Q_INVOKABLE QVariantMap drill(int day) const;

protected:
    ApiRequest request() const override;
    void take(const JsonValue &answer) override;

private:
    QString m_kind, m_recordId;
    QVariantList m_figures, m_series, m_models;
    QStringList m_labels, m_days;
    bool m_used = false;
};

} // namespace beaver::admin
