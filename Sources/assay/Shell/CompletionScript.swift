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
        local line typed=${COMP_LINE:0:COMP_POINT} word kept
        local -a words
        IFS=$' \t\n' read -a words <<<"$typed"
        [[ $typed != *[[:blank:]] ]] || words+=('')
        word=${words[${#words[@]} - 1]}
        # Readline replaces only what stands behind the last of its own separators, of which @ and = are two.
        kept=${word%"${word##*[@=]}"}
        COMPREPLY=()
        while IFS= read -r line; do
            case $line in
                :files)
                    compopt -o filenames
                    while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -f -- "${word#"$kept"}") ;;
                :folders)
                    compopt -o filenames
                    while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -d -- "${word#"$kept"}") ;;
                *)
                    line=${line%%$'\t'*}
                    COMPREPLY+=("${line#"$kept"}") ;;
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
        set -l kept (string match -r -- '^--[^=]*=' "$word")
        set -l path (string replace -r -- '^--[^=]*=' '' "$word")
        for line in ((string replace -r '^~' $HOME -- $typed[1]) complete (string join \t -- $typed) 2>/dev/null)
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
