/// What a shell has to know: how to ask `assay complete`. The words and their order come from there, so that a script does
/// not grow old.
enum CompletionScript: String, CaseIterable {
  case bash, zsh, fish

  var text: String {
    switch self {
    case .bash: Self.forBash
    case .zsh: Self.forZsh
    case .fish: Self.forFish
    }
  }

  private static let forBash = #"""
    # bash completion for assay, made by 'assay completions bash'.

    _assay() {
        local line typed=${COMP_LINE:0:COMP_POINT} word path kept name
        local -a words
        IFS=$' \t\n' read -a words <<<"$typed"
        [[ $typed != *[[:blank:]] ]] || words+=('')
        word=${words[${#words[@]} - 1]}
        path=${word#--*=}
        # Readline replaces the second argument alone, which begins at the last @ or behind the last =.
        kept=${word%"$2"}
        COMPREPLY=()
        while IFS= read -r line; do
            case $line in
                :files | :folders)
                    compopt -o filenames
                    while IFS= read -r name; do
                        name=${word%"$path"}$name
                        COMPREPLY+=("${name#"$kept"}")
                    done < <(if [[ $line == :files ]]; then compgen -f -- "$path"; else compgen -d -- "$path"; fi) ;;
                *)
                    name=${line%%$'\t'*}
                    COMPREPLY+=("${name#"$kept"}") ;;
            esac
        done < <("${1/#\~/$HOME}" complete "$(IFS=$'\t'; printf %s "${words[*]}")" 2>/dev/null)
    }

    complete -F _assay assay

    """#

  private static let forZsh = #"""
    #compdef assay
    # zsh completion for assay, made by 'assay completions zsh'.

    _assay() {
      local line request tab=$'\t'
      local -a typed lines candidates shown
      typed=("${(@)words[1,CURRENT-1]}" "$PREFIX")
      lines=("${(@f)$("${words[1]/#\~/$HOME}" complete "${(pj:\t:)typed}" 2>/dev/null)}")
      for line in $lines; do
        case $line in
          (:*) request=$line ;;
          (*)
            candidates+=("${line%%$tab*}")
            shown+=("${line/$tab/  -- }") ;;
        esac
      done
      (( $#candidates == 0 )) || compadd -l -d shown -a candidates
      [[ $PREFIX != --*=* ]] || compset -P '*='
      case $request in
        (:files) _files ;;
        (:folders) _files -/ ;;
      esac
    }

    if [[ ${funcstack[1]} == _assay ]]; then _assay "$@"; else compdef _assay assay; fi

    """#

  private static let forFish = #"""
    # fish completion for assay, made by 'assay completions fish'.

    function __assay_complete
        set -l word (commandline -ct)
        set -l typed (commandline -opc) "$word"
        set -l program (string replace -r -- '^~' $HOME $typed[1])
        set -l kept (string match -r -- '^--[^=]*=' "$word")
        set -l path (string replace -r -- '^--[^=]*=' '' "$word")
        for line in ($program complete (string join \t -- $typed) 2>/dev/null)
            switch $line
                case :files
                    for found in (__fish_complete_path "$path")
                        echo "$kept$found"
                    end
                case :folders
                    for found in (__fish_complete_directories "$path")
                        echo "$kept$found"
                    end
                case '*'
                    echo $line
            end
        end
    end

    complete -c assay -f -a '(__assay_complete)'

    """#
}
