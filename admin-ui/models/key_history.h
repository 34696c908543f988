#pragma once

#include <admin-ui/models/report.h>

namespace beaver::admin {

/// What was done with one key, newest first.
class KeyHistory : public beaver::admin::Report
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QString keyId READ keyId WRITE setKeyId NOTIFY changed REQUIRED FINAL)
    /// `{at, exact, what, who, address}`.
    Q_PROPERTY(QVariantList lines READ lines NOTIFY changed FINAL)
    /// There are older ones than those.
    Q_PROPERTY(bool hasMore READ hasMore NOTIFY changed FINAL)

public:
    explicit KeyHistory(QObject *parent = nullptr);

    QString keyId() const { return m_keyId; }
    void setKeyId(const QString &id);
    QVariantList lines() const { return m_lines; }
    bool hasMore() const { return m_hasMore; }

protected:
    ApiRequest request() const override;
    void take(const JsonValue &answer) override;

private:
    QString whoText(const QString &actor) const;

    QString m_keyId;
    QVariantList m_lines;
    bool m_hasMore = false;
    JsonValue m_answer; ///< names are learned after it came
};

} // namespace beaver::admin
