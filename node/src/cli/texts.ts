/** What an error code of the node's own parts means and what to do about it. `{name}` is filled in from the error. */
export interface ProblemText {
  readonly zh: string;
  readonly en: string;
  readonly remedy: { readonly zh: string; readonly en: string };
}

function text(zh: string, en: string, remedyZh: string, remedyEn: string): ProblemText {
  return { zh, en, remedy: { zh: remedyZh, en: remedyEn } };
}

const WATCH = [
  "启动节点即可：它先只同步、不表决，再自行恢复（单一验证节点须用“jingzhun keys adopt”）。确认没有另一个副本在运行，绝不放回旧的签名记录",
  'just start the node: it follows without voting until it may vote again by itself (a single validator needs "jingzhun keys adopt"). Make sure that no other copy runs, and never put back an old record',
] as const;

export const PROBLEM_TEXTS: { readonly [code: string]: ProblemText } = {
  "keystore.missing": text(
    "密钥文件不存在：{file}",
    "there is no key file {file}",
    "用“jingzhun init”创建节点，或在配置中改正 keys.folder",
    'create the node with "jingzhun init", or correct keys.folder in the configuration',
  ),
  "keystore.exists": text(
    "密钥文件已存在，不会覆盖：{file}",
    "the key file {file} exists and is never overwritten",
    "换一个文件夹（--dir）",
    "choose another folder with --dir",
  ),
  "keystore.invalid": text(
    "不是密钥文件或已损坏：{file}（{problem}）",
    "{file} is not a key file, or it was damaged ({problem})",
    "从密钥备份恢复该文件",
    "restore it from the backup of your keys",
  ),
  "keystore.passphrase": text(
    "口令错误，或密钥文件被改动：{file}",
    "wrong passphrase for {file}, or the file was changed",
    "检查 JINGZHUN_PASSPHRASE、keys.passphraseFile 或 keys.passphraseFd",
    "check JINGZHUN_PASSPHRASE, keys.passphraseFile or keys.passphraseFd",
  ),
  "keystore.role": text(
    "密钥文件 {file} 用途为 {found}，应为 {expected}",
    "the key in {file} is a {found} key, a {expected} key is needed",
    "放入正确的密钥文件；一把密钥只有一个用途",
    "put the right file there; one key has one role",
  ),
  "keystore.no_passphrase": text(
    "未提供密钥口令",
    "no passphrase was given for the key files",
    "设置 JINGZHUN_PASSPHRASE，或 keys.passphraseFile、keys.passphraseFd；在终端中也可交互输入",
    "set JINGZHUN_PASSPHRASE, keys.passphraseFile or keys.passphraseFd, or run in a terminal to be asked",
  ),
  "keystore.passphrase_source": text(
    "无法从 {source} 读取口令（{problem}）",
    "the passphrase can't be read from {source} ({problem})",
    "检查该来源是否存在、可读且非空",
    "check that it exists, is readable and not empty",
  ),
  "signer.missing": text("签名记录不存在：{file}", "there is no signer record {file}", ...WATCH),
  "signer.damaged": text("签名记录已损坏：{file}", "the signer record {file} is damaged", ...WATCH),
  "signer.other_key": text(
    "签名记录属于另一把密钥：{file}",
    "the signer record {file} belongs to another key ({found})",
    "恢复与该密钥一同创建的签名记录；切勿删除后重建",
    "restore the record that was made with this key; never delete it to make a new one",
  ),
  "signer.exists": text(
    "签名记录已存在，不会覆盖：{file}",
    "the signer record {file} exists and is never overwritten",
    "换一个文件夹（--dir）",
    "choose another folder with --dir",
  ),
  "signer.copy": text(
    "数据中的签名位置由另一版本写入",
    "another version wrote the signer's position in the data",
    "安装写入该数据的版本",
    "install the version that wrote it",
  ),
  "adopt.no_key": text(
    "该节点没有共识密钥，无签名记录可设",
    "this node has no consensus key, so there is no signer's record to adopt",
    "在验证节点上执行，或用 --config 指明其配置",
    "run it on a validator, or name its configuration with --config",
  ),
  "adopt.not_needed": text(
    "签名记录完好，位于 {at}，未作改动",
    "the signer's record is whole and stands at {at}; nothing was changed",
    "无须操作；节点不表决的原因见“jingzhun status”",
    'nothing to do; "jingzhun status" says why a node does not vote',
  ),
  "adopt.others": text(
    "其他验证节点有 {others} 个，只要 {needed} 个应答，节点即可自行恢复表决",
    "there are {others} other validators, and once {needed} have answered the node votes again by itself",
    "启动本节点并等待；仅当这已不可能（例如其他节点也在观望）时，用 --force 说明理由",
    "start the node and wait; only if that can't happen any more (others watch too, say), give the reason with --force",
  ),
  "adopt.below": text(
    "{asked} 低于已知的最后签名 {known}",
    "{asked} is below {known}, where this key is known to have signed",
    "重新查明最后签署的位置，不得低于该值",
    "find out again where it signed last: not below that",
  ),
  "adopt.ahead": text(
    "{asked} 远高于本机账本（纪元/区块 {head}）；设定后不能撤回，在此之前节点都不会表决",
    "{asked} is far above the ledger here (epoch/height {head}); it can't be taken back, and until then the node would not vote",
    "核对该值；确属实情时用 --force 说明理由",
    "check it; if it is so, give the reason with --force",
  ),
  "wal.write": text(
    "共识日志写入失败（{problem}）",
    "the consensus log can't be written ({problem})",
    "检查磁盘空间与磁盘健康，然后重启节点",
    "check the disk's space and health, then start the node again",
  ),
  "attachment.locked": text(
    "附件库正被另一进程使用：{folder}",
    "another process uses the attachments in {folder}",
    "先停止正在使用该数据文件夹的节点",
    "stop the node that runs on this data folder first",
  ),
  "attachment.open": text(
    "无法打开附件库 {folder}（{problem}）",
    "the attachments in {folder} can't be opened ({problem})",
    "检查文件夹权限与磁盘；必要时从其他节点恢复",
    "check permissions and disk; if need be restore it from another node",
  ),
  "storage.locked": text(
    "数据文件夹正被另一进程使用",
    "another process uses this data folder",
    "一个数据文件夹只能由一个节点打开：先停止另一个，或在配置中改 storage.folder",
    "one node opens one data folder: stop the other one, or change storage.folder",
  ),
  "storage.wrong_genesis": text(
    "数据文件夹属于另一网络（{found}），配置的是 {expected}",
    "the data folder belongs to the network {found}, the configuration names {expected}",
    "改正 network.genesis 或 storage.folder",
    "correct network.genesis or storage.folder",
  ),
  "storage.damaged": text(
    "数据库中的值与写入时不同（{prefix} {key}）",
    "a stored value is not what was written ({prefix} {key})",
    "停止节点，保留该文件夹，从其他节点重新同步到新的数据文件夹",
    "stop the node, keep this folder, and let it sync into a new data folder from the other nodes",
  ),
  "storage.corrupt": text(
    "数据库已损坏（{message}）",
    "the database is damaged ({message})",
    "停止节点，保留该文件夹，从其他节点重新同步到新的数据文件夹",
    "stop the node, keep this folder, and let it sync into a new data folder from the other nodes",
  ),
  "storage.behind": text(
    "数据库停在区块 {height}，而区块 {headFileHeight} 已确认落盘",
    "the database ends at block {height}, but block {headFileHeight} was reported final",
    "停止节点，保留该文件夹，从其他节点重新同步到新的数据文件夹",
    "stop the node, keep this folder, and let it sync into a new data folder from the other nodes",
  ),
  "storage.head_file_missing": text(
    "缺少 head 文件，数据库位于区块 {height}",
    "the head file that vouches for block {height} is gone",
    "停止节点，保留该文件夹，从其他节点重新同步到新的数据文件夹",
    "stop the node, keep this folder, and let it sync into a new data folder from the other nodes",
  ),
  "storage.head_differs": text(
    "head 文件与数据库在区块 {height} 不一致",
    "head file and database differ at block {height}",
    "停止节点，保留该文件夹，从其他节点重新同步到新的数据文件夹",
    "stop the node, keep this folder, and let it sync into a new data folder from the other nodes",
  ),
  "storage.root_differs": text(
    "区块 {height} 的状态根与数据不符",
    "the stored state doesn't lead to the root of block {height}",
    "停止节点，保留该文件夹，从其他节点重新同步到新的数据文件夹",
    "stop the node, keep this folder, and let it sync into a new data folder from the other nodes",
  ),
  "storage.schema": text(
    "数据由另一版本写入（{found}，本版本为 {expected}）",
    "the data was written by another version ({found}, this one writes {expected})",
    "安装写入该数据的版本",
    "install the version that wrote it",
  ),
  "port.taken": text(
    "端口已被占用：{address}:{port}",
    "something else listens on {address}:{port}",
    "停止占用端口的程序，或改 api.port、metrics.port",
    "stop it, or change api.port or metrics.port",
  ),
  "transport.listen": text(
    "无法监听 {addresses}（{problem}）",
    "can't listen on {addresses} ({problem})",
    "停止占用端口的程序，或改 p2p.listen",
    "stop the program that holds the port, or change p2p.listen",
  ),
  "clock.file": text(
    "时钟文件无效：{file}（{problem}）",
    "the clock file {file} is not what it should be ({problem})",
    "正确内容为 {accepted}；由“jingzhun testnet clock”写入",
    'it holds {accepted} and is written by "jingzhun testnet clock"',
  ),
  "clock.production": text(
    "生产网络不允许使用测试时钟",
    "a production network has no test clock",
    "从配置中删除 network.clock",
    "remove network.clock from the configuration",
  ),
  "genesis.file": text(
    "创世文件不存在或不可读：{file}（{problem}）",
    "the genesis file {file} can't be read ({problem})",
    "向网络发起方索取该文件，放在该路径，或改 network.genesis、network.genesisAttachments",
    "get the file from the network's founders and put it there, or change network.genesis or network.genesisAttachments",
  ),
  "genesis.attachments_file": text(
    "不是创世附件文件：{file}",
    "{file} does not hold the attachments of a genesis",
    "向网络发起方重新索取创世附件",
    "get the attachments from the network's founders again",
  ),
  "genesis.attachments_missing": text(
    "验证节点缺少创世附件，没有它算不出受限统计",
    "a validator needs the attachment of its genesis: without it restricted counts can't be computed",
    "向网络发起方索取 genesis.attachments.bin，并在配置 network.genesisAttachments 中写明路径",
    "get genesis.attachments.bin from the network's founders and name it in network.genesisAttachments",
  ),
  "genesis.attachment": text(
    "创世附件与创世文件不符",
    "the attachment isn't the one that the genesis names",
    "向网络发起方重新索取创世附件",
    "get the attachment from the network's founders again",
  ),
  "genesis.invalid": text(
    "创世文件内容无效（{path}：{problem}）",
    "the genesis file's contents are not valid ({path}: {problem})",
    "重新索取创世文件并核对其哈希",
    "get the file again and compare its hash",
  ),
};

export function fill(template: string, values: { readonly [name: string]: unknown }): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) =>
    name in values ? String(values[name]) : whole,
  );
}
