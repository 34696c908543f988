#pragma once

#include <admin-ui/models/report.h>

namespace beaver::admin {

/// How the endpoints fared in each of the last 24 hours.
class EndpointHistory : public beaver::admin::Report
{
    Q_OBJECT
    QML_ELEMENT
    /// By endpoint ID: a list of healthy, degraded, down or unknown (no call), the oldest hour first.
    Q_PROPERTY(QVariantMap strips READ strips NOTIFY changed FINAL)

public:
    using Report::Report;
    QVariantMap strips() const { return m_strips; }

protected:
    ApiRequest request() const override;
    void take(const JsonValue &answer) override;

private:
    QVariantMap m_strips;
};

} // namespace beaver::admin
