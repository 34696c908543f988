#pragma once

#include <QString>

#include <vector>

namespace beaver::admin {

/// A request of a conversation, to be shown as a program.
struct ChatRequest
{
    struct PictureFile
    {
        QString mark; ///< what stands in `json` where the picture's data URL goes
        QString name;
        QString type;
    };

    QString base; ///< such as `https://beaver.example.com/v1`
    QString json;
    std::vector<PictureFile> pictures;
};

/// As `curl`, `python` or `typescript`; anything else is told as TypeScript. The key comes from the environment and
/// pictures from the files they were, so that the program stays short.
QString chatCode(const QString &language, const ChatRequest &request);

/// A request with this body for a shell, to this address.
QString curlCode(const QString &address, const QString &json);

} // namespace beaver::admin
