#pragma once

#include <QAbstractListModel>
#include <QColor>
#include <QQmlEngine>
#include <QQuickTextDocument>
#include <QSyntaxHighlighter>

namespace beaver::admin {

/// A model's answer in blocks of text, code and tables. While it streams, only the last block changes, so a token costs
/// the layout of the last paragraph, not of the whole answer. Images and HTML are taken out: what a model writes must
/// not make the console load anything.
class MarkdownBlocks : public QAbstractListModel
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QString markdown READ markdown WRITE setMarkdown NOTIFY changed FINAL)

public:
    enum Role { KindRole = Qt::UserRole + 1, ContentRole, LanguageRole, RowsRole, AlignRightRole };

    using QAbstractListModel::QAbstractListModel;

    QString markdown() const { return m_markdown; }
    void setMarkdown(const QString &markdown);

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    static QString withoutImages(QString markdown);

Q_SIGNALS:
    void changed();

private:
    struct Block
    {
        QString kind; ///< text, code or table
        QString language;
        QString text;
        bool operator==(const Block &) const = default;
    };
    static QList<Block> split(const QString &markdown);

    QString m_markdown;
    QList<Block> m_blocks;
};

/// Colours for words, numbers, texts and comments of most languages.
class CodeHighlighter : public QSyntaxHighlighter
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QQuickTextDocument *target READ target WRITE setTarget NOTIFY changed FINAL)
    Q_PROPERTY(QColor keyword MEMBER m_keyword NOTIFY changed FINAL)
    Q_PROPERTY(QColor string MEMBER m_string NOTIFY changed FINAL)
    Q_PROPERTY(QColor comment MEMBER m_comment NOTIFY changed FINAL)
    Q_PROPERTY(QColor number MEMBER m_number NOTIFY changed FINAL)

public:
    explicit CodeHighlighter(QObject *parent = nullptr);
    QQuickTextDocument *target() const { return m_target; }
    void setTarget(QQuickTextDocument *target);

Q_SIGNALS:
    void changed();

protected:
    void highlightBlock(const QString &text) override;

private:
    QQuickTextDocument *m_target = nullptr;
    QColor m_keyword, m_string, m_comment, m_number;
};

/// What Qt's Markdown reader leaves plain: line height, indents, code within a line, links and headings.
class MarkdownStyle : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QQuickTextDocument *target MEMBER m_target NOTIFY changed FINAL)
    Q_PROPERTY(QColor link MEMBER m_link NOTIFY changed FINAL)
    Q_PROPERTY(QColor code MEMBER m_code NOTIFY changed FINAL)
    Q_PROPERTY(QColor codeBack MEMBER m_codeBack NOTIFY changed FINAL)
    Q_PROPERTY(QString mono MEMBER m_mono NOTIFY changed FINAL)

public:
    explicit MarkdownStyle(QObject *parent = nullptr);
    /// After the text has changed.
    Q_INVOKABLE void apply();

Q_SIGNALS:
    void changed();

private:
    QQuickTextDocument *m_target = nullptr;
    QColor m_link, m_code, m_codeBack;
    QString m_mono;
    bool m_applying = false;
};

} // namespace beaver::admin
