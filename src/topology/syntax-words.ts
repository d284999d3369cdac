import { text, type Text } from '../verdict.ts'

/** What we say for each error of the YAML parser; its own English never reaches a user. */
export const SYNTAX_WORDS = {
  ALIAS_PROPS: text('別名（*名前）にアンカーやタグは付けられません', 'an alias (*name) cannot have an anchor or a tag'),
  BAD_ALIAS: text('別名（*名前）の書き方が正しくありません', 'this alias (*name) is malformed'),
  BAD_COLLECTION_TYPE: text('タグと値の形が合いません', 'the tag does not fit the shape of the value'),
  BAD_DIRECTIVE: text('YAML の指示行（%）が正しくありません', 'this YAML directive (%) is malformed'),
  BAD_DQ_ESCAPE: text('二重引用符の中の \\ の使い方が正しくありません（一重引用符なら \\ はそのまま書けます）', 'this escape is not valid in double quotes (in single quotes a \\ is just a \\)'),
  BAD_INDENT: text('字下げが揃っていないか、閉じ括弧がありません', 'the indentation does not line up, or a closing bracket is missing'),
  BAD_PROP_ORDER: text('アンカーとタグの位置が正しくありません', 'the anchor or tag stands in the wrong place'),
  BAD_SCALAR_START: text('この文字で始まる値は引用符で囲んでください', 'a value that starts with this character must be quoted'),
  BLOCK_AS_IMPLICIT_KEY: text('入れ子の位置が正しくありません', 'a nested block cannot stand here'),
  BLOCK_IN_FLOW: text('[ ] や { } の中では字下げによる書き方は使えません', 'inside [ ] or { } nothing can be written by indentation'),
  DUPLICATE_KEY: text('同じキーが二度あります', 'the same key stands here twice'),
  IMPOSSIBLE: text('YAML として読めません', 'this cannot be read as YAML'),
  KEY_OVER_1024_CHARS: text('キーが長すぎます（1024 文字まで）', 'the key is too long (1024 characters at most)'),
  MISSING_CHAR: text('記号が足りません（閉じ括弧、引用符、コロン、コロンの後の空白など）', 'a character is missing (a closing bracket or quote, a colon, or the space after one)'),
  MULTILINE_IMPLICIT_KEY: text('キーは一行に書いてください', 'a key must stand on one line'),
  MULTIPLE_ANCHORS: text('アンカーは一つだけ付けられます', 'only one anchor is allowed here'),
  MULTIPLE_DOCS: text('一つのファイルに書ける文書は一つです（--- で区切らないでください）', 'a file holds one document (do not separate several by ---)'),
  MULTIPLE_TAGS: text('タグは一つだけ付けられます', 'only one tag is allowed here'),
  NON_STRING_KEY: text('キーは文字列にしてください', 'a key must be a string'),
  RESOURCE_EXHAUSTION: text('入れ子が深すぎます', 'this is nested too deeply'),
  TAB_AS_INDENT: text('字下げにタブは使えません', 'tabs cannot be used for indentation'),
  TAG_RESOLVE_FAILED: text('このタグ（!）は使えません', 'this tag (!) is not supported'),
  UNEXPECTED_TOKEN: text('ここには書けない文字です', 'this is not expected here'),
} satisfies Record<string, Text>
