#pragma once

#include <QQuickImageProvider>

namespace beaver::admin {

/// `image://shadow/<radius>/<blur>/<alpha 0..255>`: a soft shadow for a BorderImage with borders of radius + 2 blur. No
/// shader, so it looks the same without a GPU.
class ShadowProvider final : public QQuickImageProvider
{
public:
    ShadowProvider();
    QImage requestImage(const QString &id, QSize *size, const QSize &requested) override;
};

} // namespace beaver::admin
