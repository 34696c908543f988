#include <QRegularExpression>
#include <QTextBlock>
#include <QTextCursor>
#include <QTextDocument>
#include <QTextFragment>
#include <QTextList>

#include <admin-ui/text/markdown.h>

#include <algorithm>

namespace beaver::admin {

using namespace Qt::StringLiterals;

namespace {

QStringList cellsOf(const QString &row)
{
    QString text = row.trimmed();
    if (text.startsWith(u'|'))
        text.remove(0, 1);
    if (text.endsWith(u'|'))
        text.chop(1);
    QStringList cells;
    for (const QString &cell : text.split(u'|'))
        cells.append(cell.trimmed());
    return cells;
}

bool isRule(const QString &row)
{
    static const QRegularExpression shape(u"^[|:\\- ]*-[|:\\- ]*$"_s);
    return shape.match(row).hasMatch();
}

} // namespace

QString MarkdownBlocks::withoutImages(QString markdown)
{
    static const QRegularExpression image(u"!\\[([^\\]]*)\\]\\([^)]*\\)"_s);
    markdown.replace(image, u"[image: \\1]"_s);
    markdown.replace(u"!["_s, u"["_s);
    markdown.replace(u'<', u"&lt;"_s);
    return markdown;
}

QList<MarkdownBlocks::Block> MarkdownBlocks::split(const QString &markdown)
{
    QList<Block> blocks;
    Block current{u"text"_s, {}, {}};
    const auto close = [&] {
        if (current.kind == "code"_L1 || !current.text.trimmed().isEmpty()) {
            if (current.text.endsWith(u'\n'))
                current.text.chop(1);
            blocks.append(current);
        }
        current = {u"text"_s, {}, {}};
    };
    for (const QString &line : markdown.split(u'\n')) {
        const QString bare = line.trimmed();
        const bool inCode = current.kind == "code"_L1;
        if (bare.startsWith("```"_L1)) {
            close();
            if (!inCode)
                current = {u"code"_s, bare.mid(3).trimmed(), {}};
            continue;
        }
        const bool row = !inCode && bare.startsWith(u'|') && bare.size() > 1;
        if (!inCode && row != (current.kind == "table"_L1)) {
            close();
            current.kind = row ? u"table"_s : u"text"_s;
        }
        current.text += line + u'\n';
        if (!inCode && bare.isEmpty() && !current.text.trimmed().isEmpty())
            close();
    }
    close();
    return blocks;
}

void MarkdownBlocks::setMarkdown(const QString &markdown)
{
    if (markdown == m_markdown)
        return;
    m_markdown = markdown;
    const QList<Block> next = split(markdown);
    qsizetype same = 0;
    while (same < std::min(next.size(), m_blocks.size()) && next[same] == m_blocks[same])
        ++same;
    for (qsizetype i = same; i < std::min(next.size(), m_blocks.size()); ++i) {
        // A view picks a delegate once, so what changes its kind goes and comes anew.
        if (next[i].kind != m_blocks[i].kind) {
            beginRemoveRows({}, static_cast<int>(i), static_cast<int>(m_blocks.size()) - 1);
            m_blocks.resize(i);
            endRemoveRows();
            break;
        }
        m_blocks[i] = next[i];
        Q_EMIT dataChanged(index(static_cast<int>(i)), index(static_cast<int>(i)));
    }
    const auto had = static_cast<int>(m_blocks.size());
    const auto has = static_cast<int>(next.size());
    if (has > had) {
        beginInsertRows({}, had, has - 1);
        m_blocks = next;
        endInsertRows();
    } else if (has < had) {
        beginRemoveRows({}, has, had - 1);
        m_blocks = next;
        endRemoveRows();
    }
    Q_EMIT changed();
}

int MarkdownBlocks::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_blocks.size());
}

QVariant MarkdownBlocks::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Block &block = m_blocks[index.row()];
    switch (role) {
    case KindRole:
        return block.kind;
    case ContentRole:
        return block.kind == "text"_L1 ? withoutImages(block.text.trimmed()) : block.text;
    case LanguageRole:
        return block.language;
    case RowsRole: {
        QVariantList rows;
        if (block.kind == "table"_L1)
            for (const QString &row : block.text.split(u'\n', Qt::SkipEmptyParts))
                if (!isRule(row))
                    rows.append(QVariant(cellsOf(row)));
        return rows;
    }
    case AlignRightRole: {
        QVariantList right;
        for (const QString &row :
             block.kind == "table"_L1 ? block.text.split(u'\n', Qt::SkipEmptyParts) : QStringList())
            if (isRule(row))
                for (const QString &cell : cellsOf(row))
                    right.append(cell.endsWith(u':') && !cell.startsWith(u':'));
        return right;
    }
    default:
        return {};
    }
}

QHash<int, QByteArray> MarkdownBlocks::roleNames() const
{
    return {{KindRole, "kind"},
            {ContentRole, "content"},
            {LanguageRole, "language"},
            {RowsRole, "rows"},
            {AlignRightRole, "alignRight"}};
}

CodeHighlighter::CodeHighlighter(QObject *parent)
    : QSyntaxHighlighter(parent)
{
    connect(this, &CodeHighlighter::changed, this, [this] {
        if (document())
            rehighlight();
    });
}

void CodeHighlighter::setTarget(QQuickTextDocument *target)
{
    m_target = target;
    setDocument(target ? target->textDocument() : nullptr);
    Q_EMIT changed();
}

void CodeHighlighter::highlightBlock(const QString &text)
{
    static const QRegularExpression words(
        u"\\b(class|public|private|return|if|else|elif|for|while|const|bool|double|int|void|auto|struct|import|from|def|let|async|await|true|false|null|None|True|False|self|namespace|using|std|print|new|function|curl)\\b"_s);
    static const QRegularExpression numbers(u"\\b\\d[\\d_.]*\\b"_s);
    static const QRegularExpression texts(u"\"[^\"]*\"|'[^']*'"_s);
    static const QRegularExpression comments(u"(^|\\s)(//|#).*$"_s);
    const auto paint = [&](const QRegularExpression &what, const QColor &color) {
        for (auto match = what.globalMatch(text); match.hasNext();) {
            const auto found = match.next();
            setFormat(static_cast<int>(found.capturedStart()), static_cast<int>(found.capturedLength()), color);
        }
    };
    paint(words, m_keyword);
    paint(numbers, m_number);
    paint(texts, m_string);
    paint(comments, m_comment);
}

MarkdownStyle::MarkdownStyle(QObject *parent)
    : QObject(parent)
{
    connect(this, &MarkdownStyle::changed, this, &MarkdownStyle::apply);
}

void MarkdownStyle::apply()
{
    // What is changed here comes back as a change of the text.
    if (!m_target || m_applying)
        return;
    m_applying = true;
    QTextDocument *document = m_target->textDocument();
    document->setIndentWidth(20);
    document->setDocumentMargin(0);
    for (QTextBlock block = document->begin(); block.isValid(); block = block.next()) {
        QTextBlockFormat format = block.blockFormat();
        format.setLineHeight(142, QTextBlockFormat::ProportionalHeight);
        format.setTopMargin(!block.textList() && format.headingLevel() ? 6 : 0);
        format.setBottomMargin(block.textList() ? 4 : 0);
        QTextCursor(block).setBlockFormat(format);
        for (auto part = block.begin(); !part.atEnd(); ++part) {
            const QTextFragment fragment = part.fragment();
            const QTextCharFormat was = fragment.charFormat();
            QTextCharFormat added;
            if (was.isAnchor()) {
                added.setForeground(m_link);
                added.setFontUnderline(false);
            } else if (was.fontFixedPitch()) {
                added.setFontFamilies({m_mono});
                added.setProperty(QTextFormat::FontPixelSize, 13);
                added.setForeground(m_code);
                added.setBackground(m_codeBack);
            } else if (const int level = format.headingLevel()) {
                added.setProperty(QTextFormat::FontSizeAdjustment, 0);
                added.setProperty(QTextFormat::FontPixelSize, level == 1 ? 19 : level == 2 ? 17 : 15);
                added.setFontWeight(QFont::DemiBold);
            } else {
                continue;
            }
            QTextCursor cursor(document);
            cursor.setPosition(fragment.position());
            cursor.setPosition(fragment.position() + fragment.length(), QTextCursor::KeepAnchor);
            cursor.mergeCharFormat(added);
        }
    }
    m_applying = false;
}

} // namespace beaver::admin
