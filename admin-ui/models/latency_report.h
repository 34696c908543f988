#pragma once

#include <admin-ui/models/report.h>

namespace beaver::admin {

/// How long the first byte took in each of the last 24 hours, all endpoints together.
class LatencyReport : public beaver::admin::Report
{
    Q_OBJECT
    QML_ELEMENT
    /// One for each hour, the oldest first: a list with the share (0 to 1) of the hour's calls in each band; empty for
    /// an hour without a call.
    Q_PROPERTY(QVariantList columns READ columns NOTIFY changed FINAL)
    /// Where the bands begin, the fastest first, written out: `125 ms`.
    Q_PROPERTY(QStringList bands READ bands NOTIFY changed FINAL)
    /// Of the columns: `14:00`.
    Q_PROPERTY(QStringList labels READ labels NOTIFY changed FINAL)
    /// No call in all the hours.
    Q_PROPERTY(bool empty READ isEmpty NOTIFY changed FINAL)

public:
    using Report::Report;
    QVariantList columns() const { return m_columns; }
    QStringList bands() const { return m_bands; }
    QStringList labels() const { return m_labels; }
    bool isEmpty() const { return m_empty; }
    /// What a cell says: `14:00, 256 to 512 ms: 38 % of 1,204 calls`.
    Q_INVOKABLE QString describe(int column, int band) const;

protected:
    ApiRequest request() const override;
    void take(const JsonValue &answer) override;

private:
    QVariantList m_columns;
    QStringList m_bands;
    QStringList m_labels;
    std::vector<double> m_calls; ///< of each hour
    bool m_empty = true;
};

} // namespace beaver::admin
