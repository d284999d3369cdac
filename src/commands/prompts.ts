/** The questions of `sanso init`, one after the other. An empty answer skips; a wrong one is asked again. */
import { createInterface } from 'node:readline'
import type { Answers, InitQuestion, Lang, Text } from '../index.ts'
import { tell } from './supervised.ts'
import { UsageError } from './usage.ts'

/** On standard error: standard output holds what was done and nothing else. The end of input (Ctrl+D) skips what is left. */
export async function ask(questions: readonly InitQuestion[], so: Answers, lang: Lang, prepared: (flag: string, value: string) => string): Promise<Answers> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  // Unlike single questions, it keeps lines that are pasted all at once.
  const lines = terminal[Symbol.asyncIterator]()
  let answers = so
  tell({ asking: true })
  process.stderr.write(lang === 'ja' ? '空のまま Enter で飛ばせます。複数は空白で区切ります。\n\n' : 'Enter skips a question; several answers are separated by blanks.\n\n')
  try {
    for (const [index, { flag, ask: question, example, read, multiple }] of questions.entries()) {
      for (;;) {
        process.stderr.write(`${index + 1}/${questions.length} ${question[lang]}\n   ${lang === 'ja' ? '例' : 'such as'} ${example}\n`)
        terminal.setPrompt(' > ')
        terminal.prompt()
        const { value: line, done } = await lines.next()
        if (done) return answers
        if (line.trim() === '') break
        const made = tried(() => read((multiple ? line.trim().split(/[\s、]+/) : [line.trim()]).map((value) => prepared(flag, value)), answers))
        if (!('ja' in made)) {
          answers = made
          break
        }
        process.stderr.write(`   ! ${made[lang]}\n`)
      }
    }
  } finally {
    terminal.close()
    tell({ asking: false })
    // What a thread has begun to read keeps it alive until its end was read.
    process.stdin.resume()
  }
  return answers
}

function tried(read: () => Answers | Text): Answers | Text {
  try {
    return read()
  } catch (error) {
    if (error instanceof UsageError) return error.text
    throw error
  }
}
