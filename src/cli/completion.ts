import { Argument } from 'commander'
import type { Configure } from './verb.ts'
import { bashCompletion, fishCompletion, grammarOf, zshCompletion, type Grammar } from './completion-scripts.ts'

const SHELLS: Readonly<Record<string, (grammar: Grammar) => string>> = {
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
}

export const configure: Configure = (command, run) => {
  command
    .description(
      'Print a script that completes verbs and flags. bash: `source <(orbweaver completion bash)`; zsh: write it to ' +
        '_orbweaver in a folder of $fpath; fish: `orbweaver completion fish | source`.',
    )
    .addArgument(new Argument('<shell>', 'which shell').choices(Object.keys(SHELLS)))
  command.action((shell: string) =>
    run(command, async (context) => {
      const script = SHELLS[shell]?.(grammarOf(await context.program())) ?? ''
      context.print({ shell, script }, () => script.trimEnd())
    }),
  )
}
