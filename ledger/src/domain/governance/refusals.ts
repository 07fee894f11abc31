import type { RefusalCatalogue } from "../refusal.ts";

/** What governance refuses, and what the framework refuses on behalf of every module. */
export const refusals: RefusalCatalogue = {
  "action.unknown": {
    zh: "没有“{type}”这种操作",
    en: "There is no action {type}",
    hint: {
      zh: "可用的操作及其栏目见 /docs#actions。",
      en: "The actions and their fields are listed at /docs#actions.",
    },
  },
  "payload.invalid": {
    zh: "填写内容不合要求：{problemZh}",
    en: "The content isn't valid: {problem}",
    hint: {
      zh: "请按提示的栏目改正后重新提交。",
      en: "Correct the field named in the path and submit again.",
    },
  },
  "permission.role": {
    zh: "您的角色不能办理这项操作",
    en: "Your role may not do this",
    hint: { zh: "可以办理的角色：{roles}。", en: "Roles that may: {roles}." },
  },
  "permission.organisation_kind": {
    zh: "您所在部门不能办理这项操作",
    en: "Your kind of organisation may not do this",
    hint: { zh: "请由主管部门办理。", en: "Ask the department in charge." },
  },
  "permission.jurisdiction": {
    zh: "不在您的管辖范围内",
    en: "Outside your jurisdiction",
    hint: { zh: "请由当地人员办理。", en: "Ask someone whose role covers this place." },
  },
  "permission.state": {
    zh: "当前状态“{state}”下不能办理这项操作",
    en: "This can't be done in state {state}",
    hint: { zh: "请先核对当前进度。", en: "Check how far the process is." },
  },
  "key.unknown": {
    zh: "密钥没有登记",
    en: "The key isn't registered",
    hint: { zh: "请本单位管理员登记。", en: "Ask your organisation's administrator to register it." },
  },
  "key.revoked": {
    zh: "密钥已作废",
    en: "The key was revoked",
    hint: { zh: "请使用新密钥。", en: "Use the new key." },
  },
  "key.suspended": {
    zh: "密钥已停用",
    en: "The key is suspended",
    hint: { zh: "请联系本单位管理员。", en: "Ask your organisation's administrator." },
  },
  "key.expired": {
    zh: "密钥已过期",
    en: "The key has expired",
    hint: { zh: "请更换密钥。", en: "Have the key rotated." },
  },
  "key.kind": {
    zh: "这类密钥不能签署业务操作",
    en: "A key of this kind signs no actions",
    hint: { zh: "请使用操作员密钥。", en: "Use an operator's key." },
  },
  "operator.inactive": {
    zh: "操作员已停用",
    en: "The operator isn't active",
    hint: { zh: "请联系本单位管理员。", en: "Ask your organisation's administrator." },
  },
  "organisation.inactive": {
    zh: "所在部门已停用",
    en: "The organisation isn't active",
    hint: { zh: "请联系托管部门或上级部门。", en: "Ask the organisation that hosts yours." },
  },
  "duties.same_person": {
    zh: "经办人与审批人不能是同一人",
    en: "Nobody approves what they themselves submitted",
    hint: { zh: "请由另一人办理。", en: "Someone else has to do this." },
  },
  "version.conflict": {
    zh: "这条记录已被他人修改（当前版本 {current}）",
    en: "Someone changed this record meanwhile (now version {current})",
    hint: { zh: "请刷新后核对再提交。", en: "Reload it, compare and submit again." },
  },
  "attachment.missing": {
    zh: "交易没有这个附件",
    en: "The transaction has no such attachment",
    hint: { zh: "请连同附件重新提交。", en: "Submit again with the attachment." },
  },
  "attachment.subject": {
    zh: "一个附件只能属于一户或一人",
    en: "An attachment belongs to one household or person only",
    hint: { zh: "请为每户分别制作附件。", en: "Make an attachment for each of them." },
  },
  "attachment.unused": {
    zh: "附件没有用到",
    en: "No action uses this attachment",
    hint: { zh: "请去掉多余的附件。", en: "Leave it out." },
  },
  "attachment.required": {
    zh: "新建受限记录时要附上该户（人）的附件",
    en: "A new restricted record needs an attachment of its subject",
    hint: { zh: "请附上附件，内容可以为空。", en: "Attach one; it may be empty." },
  },
  "restricted.refused": {
    zh: "根据受限信息，这项操作不能办理",
    en: "Refused on grounds that aren't public",
    hint: {
      zh: "提交人登录后查询这笔交易，可看到真正的原因。",
      en: "Whoever signed it sees the true reason by asking for the transaction when signed in.",
    },
  },
  "proposal.exists": {
    zh: "提案编号已被使用",
    en: "A proposal with this id exists already",
    hint: { zh: "请换一个新编号重新提交。", en: "Submit again with a new id." },
  },
  "governance.not_voter": {
    zh: "部门 {organisation} 没有治理表决权",
    en: "Organisation {organisation} has no vote in governance",
    hint: {
      zh: "只有未被托管、在用且有管理密钥的部门可以提案和表决。",
      en: "Active organisations with admin keys that nobody hosts propose and vote.",
    },
  },
  "governance.approved_already": {
    zh: "部门 {organisation} 已经同意过这项提案",
    en: "Organisation {organisation} has approved this already",
    hint: { zh: "请等待其他部门表决。", en: "Wait for the other organisations." },
  },
  "governance.hosted": {
    zh: "部门 {organisation} 由其他部门托管",
    en: "Organisation {organisation} is hosted by another",
    hint: { zh: "请由托管部门直接办理，无需提案。", en: "Its host changes it, without a proposal." },
  },
  "governance.nothing": {
    zh: "没有填写要变更的内容",
    en: "Nothing would change",
    hint: { zh: "至少填写一项。", en: "Fill in at least one field." },
  },
  "governance.has_node": {
    zh: "部门 {organisation} 还有验证节点或观察节点",
    en: "Organisation {organisation} still has a validator or an observer",
    hint: { zh: "请先提案移除其节点。", en: "Propose to remove its nodes first." },
  },
  "governance.not_admin_key": {
    zh: "这不是部门 {organisation} 的管理密钥",
    en: "This isn't an admin key of organisation {organisation}",
    hint: { zh: "请核对密钥编号。", en: "Check the key's id." },
  },
  "governance.last_voter": {
    zh: "至少要留下一个有表决权的部门",
    en: "One organisation with a vote has to remain",
    hint: { zh: "请先增加另一个部门。", en: "Add another organisation first." },
  },
  "governance.too_many_voters": {
    zh: "有表决权的部门不能超过 {max} 个",
    en: "At most {max} organisations have a vote",
    hint: { zh: "请先终止不用的部门。", en: "End those no longer needed first." },
  },
  "governance.too_many_validators": {
    zh: "验证节点不能超过 {max} 个",
    en: "A network has at most {max} validators",
    hint: { zh: "请先移除一个，或登记为观察节点。", en: "Remove one first, or add an observer." },
  },
  "governance.too_many_nodes": {
    zh: "这类节点不能超过 {max} 个",
    en: "At most {max} nodes of this kind",
    hint: {
      zh: "请先移除不用的节点，或等待获准节点启用。",
      en: "Remove one first, or wait for an activation.",
    },
  },
  "governance.too_many_replaced": {
    zh: "一次最多更换 {max} 个验证节点",
    en: "One change replaces at most {max} validators",
    hint: { zh: "请分几次更换。", en: "Make several changes." },
  },
  "governance.quorum_lost": {
    zh: "变更后原验证节点只剩 {kept} 个，少于所需的 {needed} 个",
    en: "Only {kept} validators of the old set would stay, {needed} have to",
    hint: { zh: "请先增加验证节点，再移除。", en: "Add a validator before removing one." },
  },
  "governance.too_many_seats": {
    zh: "部门 {organisation} 最多可有 {max} 个验证节点",
    en: "Organisation {organisation} holds at most {max} seats",
    hint: { zh: "请由其他部门设立验证节点。", en: "Let another organisation run the validator." },
  },
  "governance.change_too_soon": {
    zh: "验证节点在区块 {last} 刚变更过，区块 {earliest} 起才能再变更",
    en: "The validators changed at block {last}; the next change comes at block {earliest} or later",
    hint: { zh: "请在该区块之后重新提交。", en: "Submit again once that block is there." },
  },
  "governance.not_replaceable": {
    zh: "部门 {organisation} 没有这个可替换的验证节点",
    en: "Organisation {organisation} has no such validator to replace",
    hint: { zh: "请核对其现用共识公钥。", en: "Check its present consensus key." },
  },
  "governance.no_validator": {
    zh: "没有使用这个共识公钥的验证节点",
    en: "No validator has this consensus key",
    hint: { zh: "请在验证节点名单中核对。", en: "Look at the list of validators." },
  },
  "governance.no_observer": {
    zh: "没有使用这个网络公钥的观察节点",
    en: "No observer has this network key",
    hint: { zh: "请在观察节点名单中核对。", en: "Look at the list of observers." },
  },
  "governance.no_candidate": {
    zh: "这项提案没有等待启用的验证节点",
    en: "No validator of this proposal waits to be activated",
    hint: { zh: "请核对提案编号和状态。", en: "Check the proposal's id and state." },
  },
  "governance.other_key": {
    zh: "签名的不是提案中的共识密钥",
    en: "It isn't signed with the consensus key of the proposal",
    hint: { zh: "请在新节点上用其共识密钥签署。", en: "Sign on the new node, with its consensus key." },
  },
  "governance.block_old": {
    zh: "所列区块 {height} 不在最近十分钟之内",
    en: "Block {height} isn't one of the last ten minutes",
    hint: { zh: "请等新节点同步到最新区块后再启用。", en: "Let the new node catch up, then activate." },
  },
  "governance.block_unknown": {
    zh: "所列区块 {height} 与本链不符",
    en: "Block {height} of this chain is another",
    hint: {
      zh: "新节点的账本有误，请检查其创世文件。",
      en: "The new node follows another chain: check its genesis.",
    },
  },
  "evidence.invalid": {
    zh: "这不是两份相互矛盾的签名",
    en: "These aren't two contradicting signatures",
    hint: {
      zh: "证据由节点自动登记，请勿手工填写。",
      en: "Nodes report evidence by themselves; don't make it by hand.",
    },
  },
  "evidence.signature": {
    zh: "证据中的签名不对",
    en: "A signature of the evidence is wrong",
    hint: { zh: "证据有误或系伪造，不予登记。", en: "It is damaged or forged, and isn't recorded." },
  },
  "evidence.no_seat": {
    zh: "这个密钥在区块 {height} 不是验证节点",
    en: "This key was no validator's at block {height}",
    hint: { zh: "只登记验证节点任内的双重签名。", en: "Only what a validator signed in its time counts." },
  },
  "evidence.known": {
    zh: "这项证据已经登记",
    en: "This evidence is on record already",
    hint: { zh: "无需再次登记。", en: "Nothing is left to do." },
  },
  "evidence.enough": {
    zh: "这个密钥已有 {max} 项证据",
    en: "There are {max} pieces of evidence against this key already",
    hint: { zh: "请对移除该验证节点的提案进行表决。", en: "Decide on the proposal to remove the validator." },
  },
  "governance.parameter_twice": {
    zh: "参数 {name} 重复",
    en: "Parameter {name} stands twice",
    hint: { zh: "每个参数只填一次。", en: "Name each parameter once." },
  },
  "governance.parameter_unknown": {
    zh: "没有参数 {name}",
    en: "There is no parameter {name}",
    hint: { zh: "请核对参数名称。", en: "Check its name." },
  },
  "governance.parameter_value": {
    zh: "参数 {name} 的值不合要求",
    en: "The value of parameter {name} isn't allowed",
    hint: { zh: "请填写 JSON，并核对取值范围。", en: "Give JSON, within the parameter's range." },
  },
  "governance.no_room": {
    zh: "这样设置后，区块将容不下再次修改参数的提案",
    en: "A block would have no room for changing the parameters back",
    hint: { zh: "请提高 blockCost 或降低各项成本。", en: "Raise blockCost or lower the costs." },
  },
  "tx.cost": {
    zh: "这笔交易太大，一个区块放不下",
    en: "The transaction is too large for a block",
    hint: { zh: "请分成几笔提交。", en: "Split it up." },
  },
  "due.failed": { zh: "到期事项没有执行成功", en: "A scheduled step failed" },
  "due.threw": { zh: "到期事项出错", en: "A scheduled step went wrong" },
  "due.cost": { zh: "到期事项太大", en: "A scheduled step is too large" },
  "due.unknown": { zh: "没有这种到期事项", en: "There is no such scheduled step" },
};
